import type { HuffmanTable } from './huffman.ts';

/** One of the colours of a picture, at its own resolution. */
export interface Component {
  readonly id: number;
  /** Sampling factors (ITU-T T.81 §A.1.1). */
  readonly h: number;
  readonly v: number;
  readonly quantisation: number;
  /** Blocks of 8 x 8 across and down that hold something of the picture. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** Blocks in a row of {@link samples}, those included that only fill the last units. */
  readonly rowBlocks: number;
  /** Samples row after row, {@link rowBlocks} times 8 to a row. */
  readonly samples: Uint8Array;
  /** The coefficients of all blocks in zigzag order, where the picture comes in several scans. */
  readonly coefficients?: Int16Array;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly Component[];
  readonly unitsAcross: number;
  readonly unitsDown: number;
}

/** What is in force when a scan begins. */
export interface Tables {
  /** In zigzag order. */
  readonly quantisation: (Uint16Array | undefined)[];
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  /** Units between restart markers; 0 for none. */
  restartInterval: number;
}
