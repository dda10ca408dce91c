import { z } from 'zod';
import type { HidInfo, HidTransport } from '../transports/hid.ts';
import type { SerialInfo, SerialTransport } from '../transports/serial.ts';
import type { Player } from './player.ts';
import { busOf, openAsRecorded, replayPath } from './replay-bus.ts';

const hidInfo = z.object({
  vendorId: z.number(),
  productId: z.number(),
  usagePage: z.number(),
  usage: z.number(),
  product: z.string(),
  serialNumber: z.string(),
});
const serialInfo = z.object({
  vendorId: z.number().nullable(),
  productId: z.number().nullable(),
  product: z.string(),
  serialNumber: z.string(),
});
/** @throws RecordingError when the recording is not of a HID device */
export function replayHid(player: Player): HidTransport {
  return {
    ...busOf<HidInfo>(player, hidInfo, replayPath),
    async open(info) {
      const port = await openAsRecorded(player, {});
      return {
        info,
        onReport: port.onData,
        onError: port.onError,
        featureReport: async (report) => void player.did('sent', { how: 'feature' }, report),
        close: async () => port.close(),
      };
    },
  };
}

/** @throws RecordingError when the recording is not of a serial port */
export function replaySerial(player: Player): SerialTransport {
  return {
    ...busOf<SerialInfo>(player, serialInfo, replayPath),
    async open(info, settings) {
      const port = await openAsRecorded(player, { ...settings });
      return {
        info,
        onData: port.onData,
        onError: port.onError,
        write: async (bytes) => void player.did('sent', {}, bytes),
        close: async () => port.close(),
      };
    },
  };
}
