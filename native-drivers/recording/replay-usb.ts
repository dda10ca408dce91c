import { z } from 'zod';
import { DeviceError } from '../errors.ts';
import type { UsbInfo, UsbTransport } from '../transports/usb.ts';
import type { Entry } from './format.ts';
import type { Player } from './player.ts';
import { busOf, errorOf, openAsRecorded, replayPath } from './replay-bus.ts';

/** What the bus said of a USB device, as a recording holds it. */
export const usbInfo = z.object({
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
