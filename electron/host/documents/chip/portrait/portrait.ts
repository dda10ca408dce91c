/** A portrait, or a signature, that every window can show; and of which the face comparison can read the first. */
export interface Portrait {
  readonly bytes: Uint8Array;
  readonly mediaType: 'image/jpeg' | 'image/png';
  readonly width: number;
  readonly height: number;
  /** How it lay on the chip. */
  readonly source: 'jpeg' | 'jpeg2000';
  /** What decoded it; null where nothing had to be. */
  readonly decoder: 'jpeg2000' | 'openjpeg' | null;
}
