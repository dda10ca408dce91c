import type { DeviceFault } from '../electron/contract/index.ts';
import { CodedError } from '../electron/contract/index.ts';

/** What a device failed with. The message names the device's trouble, never what was read. */
export class DeviceError extends CodedError<DeviceFault> {}

/** The fault behind anything thrown by a transport or protocol; what is not foreseen is `device/failed`. */
export function faultOf(error: unknown): DeviceFault {
  return error instanceof DeviceError ? error.code : 'device/failed';
}

export type DriverErrorCode =
  | 'drivers/malformed'
  | 'drivers/unknown-device'
  | 'drivers/no-channel'
  /** Somebody called off what was under way. */
  | 'drivers/cancelled';

/** What the driver process itself refuses. */
export class DriverError extends CodedError<DriverErrorCode> {}
