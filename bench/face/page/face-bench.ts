/** What the benchmark's page offers the benchmark; pictures go as base64. */
export interface FaceBench {
  /** Looks at every new frame of the camera for a while, as the visitor's window does. */
  landmarkLoop(seconds: number): Promise<{ frames: number; found: number; ms: number[] }>;
  load(engine: OtherEngine): Promise<number>;
  /** The largest face's embedding as the package gives it, and the milliseconds for the picture; null: no face. */
  embed(engine: OtherEngine, picture: string): Promise<{ vector: number[] | null; ms: number }>;
  /** The picture as `face pairs --degrade portrait` has it; null: no face. */
  degrade(picture: string): Promise<string | null>;
}

export type OtherEngine = 'human' | 'face-api';
