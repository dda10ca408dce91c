/** An open way of bytes to a device and back, without frames. */
export interface BytePort {
  onData(listener: (bytes: Uint8Array) => void): () => void;
  /** After an error the port is dead and only `close` is of use. */
  onError(listener: (error: Error) => void): () => void;
  /** @throws DeviceError `device/disconnected-while-sending`, `device/time-out` */
  write(bytes: Uint8Array): Promise<void>;
  /** Never rejects; closing twice is harmless. */
  close(): Promise<void>;
}
