import { z } from 'zod';
import { deviceFault } from '../../electron/contract/index.ts';
import { DeviceError } from '../errors.ts';
import type { Bus } from '../transports/bus.ts';
import type { HidInfo, HidTransport } from '../transports/hid.ts';
import type { SerialInfo, SerialTransport } from '../transports/serial.ts';
import type { UsbInfo, UsbTransport } from '../transports/usb.ts';
import { type Entry, RecordingError } from './format.ts';
import type { Player } from './player.ts';

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
const usbInfo = z.object({
  vendorId: z.number(),
  productId: z.number(),
  product: z.string(),
  serialNumber: z.string(),
  interfaces: z.array(
    z.object({
      number: z.number(),
      alternate: z.number(),
      code: z.tuple([z.number(), z.number(), z.number()]),
      endpoints: z.array(
        z.object({
          number: z.number(),
          direction: z.enum(['in', 'out']),
          type: z.enum(['bulk', 'interrupt', 'isochronous', 'control']),
          packetSize: z.number(),
        }),
      ),
    }),
  ),
});

/** Where a replayed device is attached. */
export const replayPath = 'replayed';

/** The recorded device on a bus of its own: there from the start, away after each loss until it was opened again. */
function busOf<Info>(player: Player, read: z.ZodType<Omit<Info, 'path'>>, path: string) {
  const info = read.safeParse(player.recording.device.info);
  if (!info.success)
    throw new RecordingError('recording/malformed', 'the recording does not say what the device is');
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) queueMicrotask(listener);
  };
  let attached = true;
  const come = () => {
    attached = true;
    changed();
  };
  const stop = player.onEntry((entry) => {
    if (!isLoss(entry)) return;
    attached = false;
    changed();
    // Recorded is only that it was opened again, and that it was there before that.
    if (
      player.recording.entries
        .slice(player.recording.entries.indexOf(entry))
        .some(({ kind }) => kind === 'open')
    ) {
      setTimeout(come, 50);
    }
  });
  const bus: Bus<Info> = {
    simulated: true,
    list: async () => (attached ? [{ ...info.data, path } as Info] : []),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      stop();
      listeners.clear();
    },
  };
  return bus;
}

const codeOf = (entry: Entry) => deviceFault.catch('device/failed').parse(entry.about.code);
const errorOf = (entry: Entry) => new DeviceError(codeOf(entry), 'as recorded');

const isLoss = ({ kind, about }: Entry) =>
  kind === 'failed' && String(about.code).startsWith('device/disconnected');

/** What the device sends, and that it dies. */
function portOf(player: Player) {
  const data = new Set<(bytes: Uint8Array) => void>();
  const errors = new Set<(error: Error) => void>();
  let early: Uint8Array[] = [];
  let failed: DeviceError | null = null;
  const stop = player.onEntry((entry) => {
    if (entry.kind === 'received') {
      if (data.size === 0) early.push(entry.bytes);
      for (const listener of [...data]) listener(entry.bytes.slice());
    } else if (isLoss(entry) && !failed) {
      failed = errorOf(entry);
      for (const listener of [...errors]) listener(failed);
    }
  });
  return {
    onData(listener: (bytes: Uint8Array) => void) {
      data.add(listener);
      const waiting = early;
      early = [];
      for (const bytes of waiting) listener(bytes);
      return () => data.delete(listener);
    },
    onError(listener: (error: Error) => void) {
      errors.add(listener);
      if (failed) listener(failed);
      return () => errors.delete(listener);
    },
    get alive() {
      return failed === null;
    },
    close() {
      stop();
      data.clear();
      errors.clear();
    },
  };
}

/** Opens as it did when it was recorded, or fails as it did. */
async function openAsRecorded(player: Player, about: Entry['about']): Promise<ReturnType<typeof portOf>> {
  const port = portOf(player);
  try {
    const following = player.did('open', about);
    if (following?.about.at === 'open') throw errorOf(following);
    return port;
  } catch (error) {
    port.close();
    throw error;
  }
}

/** @throws RecordingError when the recording is not of a HID device */
export function replayHid(player: Player): HidTransport {
  return {
    ...busOf<HidInfo>(player, hidInfo, replayPath),
    async open(info) {
      const port = await openAsRecorded(player, {});
      const send = async (how: string, report: Uint8Array) => void player.did('sent', { how }, report);
      return {
        info,
        get isOpen() {
          return port.alive;
        },
        onReport: port.onData,
        onError: port.onError,
        write: (report) => send('report', report),
        featureReport: (report) => send('feature', report),
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
        get isOpen() {
          return port.alive;
        },
        onData: port.onData,
        onError: port.onError,
        write: async (bytes) => void player.did('sent', {}, bytes),
        close: async () => port.close(),
      };
    },
  };
}

type Waiting = { resolve(bytes: Uint8Array): void; reject(error: Error): void };

/** @throws RecordingError when the recording is not of a USB device */
export function replayUsb(player: Player): UsbTransport {
  return {
    ...busOf<UsbInfo>(player, usbInfo, replayPath),
    async open(info) {
      const port = await openAsRecorded(player, {});
      /** By what they belong to: what has come and nobody has asked for, and who asks and has nothing yet. */
      const come = new Map<string, Entry[]>();
      const waiting = new Map<string, Waiting[]>();
      const keyOf = ({ code: _, ...about }: Record<string, unknown>) => JSON.stringify(about);
      const give = (entry: Entry, to: Waiting) =>
        entry.kind === 'failed' ? to.reject(errorOf(entry)) : to.resolve(entry.bytes.slice());
      const stop = player.onEntry((entry) => {
        if (entry.kind !== 'received' && entry.kind !== 'failed') return;
        const key = keyOf(entry.about);
        const first = waiting.get(key)?.shift();
        if (first) give(entry, first);
        else come.set(key, [...(come.get(key) ?? []), entry]);
      });
      port.onError((error) => {
        for (const one of [...waiting.values()].flat()) one.reject(error);
        waiting.clear();
      });
      const next = (about: Record<string, unknown>, timeout: number): Promise<Uint8Array> => {
        const key = keyOf(about);
        const there = come.get(key)?.shift();
        return new Promise((resolve, reject) => {
          if (there) return give(there, { resolve, reject });
          const timer = setTimeout(() => {
            waiting.set(
              key,
              (waiting.get(key) ?? []).filter((one) => one !== mine),
            );
            reject(new DeviceError('device/time-out', 'as recorded, nothing came'));
          }, timeout);
          const mine: Waiting = {
            resolve(bytes) {
              clearTimeout(timer);
              resolve(bytes);
            },
            reject(error) {
              clearTimeout(timer);
              reject(error);
            },
          };
          waiting.set(key, [...(waiting.get(key) ?? []), mine]);
        });
      };
      const doing = async (
        about: Record<string, unknown>,
        bytes: Uint8Array | undefined,
        timeout: number,
      ) => {
        player.did('sent', about, bytes);
        return next(about, timeout);
      };
      return {
        info,
        async claim(face) {
          await doing({ claim: face.number, alternate: face.alternate }, undefined, 5000);
        },
        receive: (endpoint, _length, timeout) => next({ in: endpoint.number }, timeout),
        async send(endpoint, bytes, timeout) {
          await doing({ out: endpoint.number }, bytes, timeout);
        },
        controlIn: (setup, length, timeout) => doing({ control: { ...setup }, length }, undefined, timeout),
        async controlOut(setup, bytes, timeout) {
          await doing({ control: { ...setup } }, bytes, timeout);
        },
        onError: port.onError,
        async close() {
          stop();
          port.close();
        },
      };
    },
  };
}
