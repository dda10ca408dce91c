/** What one frame did to a decoder. A decoder never throws: whatever bytes come in, one of these comes out. */
export type DecodeStep =
  /** Not meant for this decoder, such as a report with another ID. */
  | { kind: 'ignored' }
  /** A message has begun or goes on. */
  | { kind: 'part' }
  | { kind: 'message'; bytes: Uint8Array; symbology: string }
  /** Broken; what was collected is thrown away. */
  | { kind: 'malformed'; reason: string };

/** Joins the frames of a protocol into messages; holds no more than one message, of bounded size. */
export interface FrameDecoder {
  push(frame: Uint8Array): DecodeStep;
  /** True while a message has begun and is not whole. */
  readonly pending: boolean;
  reset(): void;
}
