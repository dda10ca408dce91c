import { z } from 'zod';
import { deviceFault, deviceGesture } from '../../electron/contract/index.ts';

/** The version of the interface (docs/vendor-adapter.md). */
export const adapterProtocol = 1;
/** Most bytes of one line, its end included. */
export const maxAdapterLine = 128 * 1024;
const maxAdapterImage = 32 * 1024 * 1024;

const device = z.string().regex(/^[\w.-]{1,40}$/);

/** What an adapter can be asked to act out, so that every state and fault can be tried without the hardware failing. */
export const rehearsal = z.enum([
  'document',
  'unplug',
  'plug',
  'unplug-while-reading',
  'cover-open',
  'jam',
  'busy',
  'access-denied',
  'cured',
]);
export type Rehearsal = z.infer<typeof rehearsal>;

/** What the kiosk tells an adapter to do. */
export type AdapterOrder =
  | { do: 'hello'; protocol: number }
  | { do: 'open' | 'close' | 'read' | 'cancel'; device: string }
  | { do: 'rehearse'; device: string; what: Rehearsal }
  | { do: 'ping'; n: number }
  | { do: 'quit' };

const hello = z.object({
  tell: z.literal('hello'),
  protocol: z.literal(adapterProtocol),
  name: z.string().regex(/^[\w.-]{1,40}$/),
  version: z.string().max(40),
  devices: z
    .array(
      z.object({
        id: device,
        name: z.string().min(1).max(120),
        kind: z.enum(['mrz-reader', 'page-scanner', 'barcode-reader']),
        gesture: deviceGesture,
        firmware: z.string().max(60).optional(),
      }),
    )
    .max(16)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'device ids differ'),
  rehearses: z.array(rehearsal).default([]),
});
export type AdapterHello = z.infer<typeof hello>;

/** What an adapter tells. */
export const adapterTell = z.discriminatedUnion('tell', [
  hello,
  z.object({
    tell: z.literal('device'),
    device,
    state: z.enum(['absent', 'present', 'ready', 'busy', 'faulted']),
    fault: deviceFault.nullable().default(null),
  }),
  z.object({ tell: z.literal('started'), device }),
  z.object({ tell: z.literal('lines'), device, lines: z.array(z.string().max(200)).min(1).max(8) }),
  z.object({
    tell: z.literal('barcode'),
    device,
    text: z.string().min(1).max(8000),
    aim: z.string().max(3).nullable().default(null),
  }),
  /** A picture is coming: its bytes follow in parts. */
  z.object({
    tell: z.literal('image'),
    device,
    image: z.number().int().nonnegative(),
    mediaType: z.enum(['image/jpeg', 'image/png']),
    dotsPerInch: z.number().positive().max(4800),
    light: z.enum(['white', 'infrared', 'ultraviolet', 'coaxial']).default('white'),
    bytes: z.number().int().positive().max(maxAdapterImage),
  }),
  z.object({ tell: z.literal('part'), image: z.number().int().nonnegative(), data: z.base64() }),
  z.object({ tell: z.literal('finished'), device }),
  z.object({ tell: z.literal('failed'), device, fault: deviceFault }),
  z.object({ tell: z.literal('removed'), device }),
  z.object({ tell: z.literal('pong'), n: z.number().int() }),
  /** An order was not understood or not possible. */
  z.object({ tell: z.literal('error'), message: z.string().max(400) }),
]);
export type AdapterTell = z.infer<typeof adapterTell>;

/** One line, or null when it is no message of the interface. */
export function readTell(line: string): AdapterTell | null {
  try {
    return adapterTell.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
