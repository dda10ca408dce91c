import type { DeviceFault } from '../../electron/contract/index.ts';
import { DeviceError } from '../errors.ts';

/** What PC/SC's error names (as pcsc-mini gives them in `code`) mean for a card that is being talked to. */
const FAULTS: Readonly<Record<string, DeviceFault>> = {
  RemovedCard: 'device/no-document',
  NoSmartCard: 'device/no-document',
  SharingViolation: 'device/busy',
  CardIsBusy: 'device/busy',
  NoAccess: 'device/access-denied',
  SecurityViolation: 'device/access-denied',
  NotTransacted: 'device/time-out',
  CommDataLost: 'device/time-out',
  Timeout: 'device/time-out',
  UnresponsiveCard: 'device/protocol',
  UnpoweredCard: 'device/protocol',
  UnsupportedCard: 'device/protocol',
  ProtoMismatch: 'device/protocol',
  ResetCard: 'device/protocol',
  InvalidAtr: 'device/protocol',
  UnknownReader: 'device/disconnected-while-sending',
  ReaderUnavailable: 'device/disconnected-while-sending',
  NoReadersAvailable: 'device/disconnected-while-sending',
  NoService: 'device/disconnected-while-sending',
  ServiceStopped: 'device/disconnected-while-sending',
  InvalidHandle: 'device/disconnected-while-sending',
  CommError: 'device/disconnected-while-sending',
  SystemCancelled: 'device/disconnected-while-sending',
  Canceled: 'device/disconnected-while-sending',
};

/** The name PC/SC has for what was thrown; empty for anything else. */
export function pcscCode(cause: unknown): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : '';
  return typeof code === 'string' ? code : '';
}

/** The typed error for what the binding threw while a card was talked to. */
export function pcscError(cause: unknown): DeviceError {
  if (cause instanceof DeviceError) return cause;
  const name = pcscCode(cause);
  return new DeviceError(FAULTS[name] ?? 'device/failed', `PC/SC: ${name || 'unknown trouble'}`, { cause });
}
