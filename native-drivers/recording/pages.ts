import { z } from 'zod';
import type { PageScannerParts } from '../devices/page-scanner.ts';
import type { PageSource } from '../devices/page-source.ts';
import { DriverError, faultOf } from '../errors.ts';
import type { ScanOrder } from '../protocols/page.ts';
import type { Entry, RecordedDevice } from './format.ts';
import { maskPicture } from './mask-picture.ts';
import type { Player } from './player.ts';
import type { Tape } from './recorder.ts';
import { errorOf } from './replay-bus.ts';

type Scanner = Pick<RecordedDevice, 'id' | 'name'> & { transport: 'sane' | 'wia' };

const cancelled = 'drivers/cancelled';

/** What is written down of an order: everything but the way it is called off. */
const orderOf = ({ signal: _, ...order }: ScanOrder) => ({ call: 'scan', ...order });

/**
 * A scanner of the system's own drivers, with what is ordered of it and what comes of that noted. Those drivers are
 * programs of their own: what they say to the device nobody hears. How often it is asked how it is depends on the clock,
 * and is not noted.
 */
export function tapPages(scanner: Scanner, source: PageSource, tape: Tape): PageSource {
  tape.device({ ...scanner, info: {} });
  tape.note('open');
  const noted = async <T>(
    order: Record<string, unknown>,
    work: () => Promise<T>,
    outcome: (result: T) => [Record<string, unknown>, Uint8Array?],
  ): Promise<T> => {
    const { call } = order;
    tape.note('sent', order);
    try {
      const result = await work();
      const [about, bytes] = outcome(result);
      tape.note('received', { call, ...about }, bytes);
      return result;
    } catch (error) {
      tape.note('failed', { call, code: error instanceof DriverError ? cancelled : faultOf(error) });
      throw error;
    }
  };
  return {
    status: source.status,
    describe: () => noted({ call: 'describe' }, source.describe, (told) => [told]),
    scan: (order) =>
      noted(
        orderOf(order),
        () => source.scan(order),
        ({ bytes, ...about }) => [about, bytes],
      ),
    close() {
      tape.note('close');
      return source.close();
    },
  };
}

const described = z.object({ name: z.string(), firmware: z.string().optional() });
const page = z.object({ mediaType: z.enum(['image/jpeg', 'image/png']), dotsPerInch: z.number() });

/** The scanner as it was recorded: it is ordered what it was ordered then, and what came of that comes of it again. */
export function replayPages(
  player: Player,
  transport: 'sane' | 'wia',
): Pick<PageScannerParts, 'identity' | 'open'> {
  const { id, name } = player.recording.device;
  return {
    identity: { id, name, transport, simulated: true },
    async open() {
      player.did('open');
      const ordered = (order: Record<string, unknown>): Promise<Entry> =>
        new Promise((resolve, reject) => {
          const stop = player.onEntry((entry) => {
            if (entry.about.call !== order.call || (entry.kind !== 'received' && entry.kind !== 'failed'))
              return;
            stop();
            if (entry.kind === 'received') resolve(entry);
            else if (entry.about.code === cancelled) reject(new DriverError(cancelled, 'as recorded'));
            else reject(errorOf(entry));
          });
          try {
            player.did('sent', order);
          } catch (error) {
            stop();
            reject(error);
          }
        });
      return {
        status: async () => ({ fault: null }),
        async describe() {
          const { name, firmware } = described.parse((await ordered({ call: 'describe' })).about);
          return { name, ...(firmware !== undefined && { firmware }) };
        },
        async scan(order) {
          const { about, bytes } = await ordered(orderOf(order));
          return { ...page.parse(about), bytes: new Uint8Array(bytes) };
        },
        close: async () => {},
      };
    },
  };
}

export function maskPages(entries: readonly Entry[]): void {
  for (const entry of entries) {
    if (entry.kind === 'received') entry.bytes = maskPicture(entry.bytes);
  }
}
