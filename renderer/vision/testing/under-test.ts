/** What the test page offers to the test that drives it; pictures go by name, so that they cross only once. */
export interface VisionUnderTest {
  start(): Promise<{ code: string } | { startMs: number }>;
  load(name: string, base64: string): void;
  /** A copy that was scaled, turned (degrees), lit, blurred (pixels) and compressed. */
  degrade(
    from: string,
    to: string,
    how: { scale: number; turn: number; light: number; quality: number; blur?: number },
  ): Promise<void>;
  /** A page of the given size with pictures pasted on it. */
  compose(
    to: string,
    size: [number, number],
    pasted: { name: string; at: [number, number, number, number] }[],
  ): Promise<void>;
  call(method: 'analyse' | 'cropPortrait', picture: string, keepAs?: string): Promise<unknown>;
  compare(portrait: string, selfies: string[]): Promise<unknown>;
  /** Every frame of a sequence measured, the identity in each. */
  sequence(reference: string, frames: string[]): Promise<unknown>;
}
