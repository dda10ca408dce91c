declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  export interface FrameInfo {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned: boolean;
  }
  export class J2KDecoder {
    getEncodedBuffer(length: number): Uint8Array;
    decode(): void;
    /** All zero when decoding failed. */
    getFrameInfo(): FrameInfo;
    /** A view into the module's memory, gone with the decoder. */
    getDecodedBuffer(): Uint8Array;
    delete(): void;
  }
  export default function create(options: {
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }): Promise<{ readonly J2KDecoder: typeof J2KDecoder }>;
}
