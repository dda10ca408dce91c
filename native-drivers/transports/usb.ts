import type { Bus } from './bus.ts';

export interface UsbEndpoint {
  number: number;
  direction: 'in' | 'out';
  type: 'bulk' | 'interrupt' | 'isochronous' | 'control';
  /** Bytes of one packet. */
  packetSize: number;
}

/** One way an interface can be set; most have one only. */
export interface UsbInterface {
  number: number;
  alternate: number;
  /** Class, subclass and protocol, as the USB-IF assigns them. */
  code: readonly [number, number, number];
  endpoints: UsbEndpoint[];
}

export interface UsbInfo {
  /** Bus and address; another one after every replug. */
  path: string;
  vendorId: number;
  productId: number;
  product: string;
  serialNumber: string;
  interfaces: UsbInterface[];
}

export interface UsbControl {
  type: 'standard' | 'class' | 'vendor';
  recipient: 'device' | 'interface' | 'endpoint' | 'other';
  request: number;
  value: number;
  index: number;
}

/** An open USB device. After a fault of `device/disconnected-…` only `close` is of use. */
export interface UsbPort {
  readonly info: UsbInfo;
  /** @throws DeviceError `device/busy` when a driver or another program has it */
  claim(face: UsbInterface): Promise<void>;
  /**
   * One transfer: what the device sends until a short packet or `length`. A time-out throws away what had come, so it is
   * harmless only with a length of one packet.
   *
   * @param length rounded up to whole packets
   * @throws DeviceError `device/time-out`, `device/protocol` (the device refused: a stall, which is cleared)
   */
  receive(endpoint: UsbEndpoint, length: number, timeout: number): Promise<Uint8Array>;
  /** @throws DeviceError as for {@link receive} */
  send(endpoint: UsbEndpoint, bytes: Uint8Array, timeout: number): Promise<void>;
  /** @throws DeviceError */
  controlIn(setup: UsbControl, length: number, timeout: number): Promise<Uint8Array>;
  /** @throws DeviceError */
  controlOut(setup: UsbControl, bytes: Uint8Array, timeout: number): Promise<void>;
  onError(listener: (error: Error) => void): () => void;
  /** Never rejects; closing twice is harmless. A transfer under way ends with its time. */
  close(): Promise<void>;
}

export interface UsbTransport extends Bus<UsbInfo> {
  /** @throws DeviceError `device/access-denied`, `device/busy`, `device/disconnected-before-sending`, `device/failed` */
  open(info: UsbInfo): Promise<UsbPort>;
}

/** The endpoint of that kind, or undefined. */
export function endpointOf(
  face: UsbInterface,
  direction: UsbEndpoint['direction'],
  type: UsbEndpoint['type'],
): UsbEndpoint | undefined {
  return face.endpoints.find((one) => one.direction === direction && one.type === type);
}

/** The interfaces of a class, each in its first setting that has it. */
export function interfacesOf(info: UsbInfo, code: UsbInterface['code']): UsbInterface[] {
  const fits = info.interfaces.filter((one) => one.code.every((value, index) => value === code[index]));
  return fits.filter((one, index) => fits.findIndex((other) => other.number === one.number) === index);
}
