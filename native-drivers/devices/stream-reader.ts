import type { DeviceGesture, DeviceKind } from '../../electron/contract/index.ts';
import { DeviceError, faultOf } from '../errors.ts';
import { readDocumentMessage } from '../protocols/document-message.ts';
import { sharedParity, withoutParity } from '../protocols/parity.ts';
import type { StreamStep } from '../protocols/stream.ts';
import type { BytePort } from '../transports/byte-port.ts';
import { attachment } from './attachment.ts';
import { faultOfVanishing } from './connection.ts';
import { type Dialect, type DialectName, dialects } from './dialects.ts';
import { greet } from './greeting.ts';
import type { KeptDevice } from './keeper.ts';
import { type ReadingEvents, readings } from './reading.ts';
import { trackDevice } from './tracked.ts';

export interface StreamReader<Info> extends KeptDevice<Info> {
  /** Has it read what lies there now. @throws DeviceError when it is not ready or reads by itself only */
  trigger(): Promise<void>;
}

/** What a profile says of a reader, wherever it is attached. */
export interface StreamProfile {
  name: string;
  kind: DeviceKind;
  gesture: DeviceGesture;
  dialect: DialectName;
  /** It reads only when told to, and is told again and again. */
  triggered?: boolean;
}

export interface StreamBus<Info> {
  transport: 'serial' | 'usb';
  simulated: boolean;
  nameOf(info: Info): string;
  /** The ways to open it, in the order they are tried: several where the speed of a line is not known. */
  ways(info: Info): readonly (() => Promise<BytePort>)[];
}

/** Milliseconds of silence that end a message without an end mark; at 9600 baud a byte takes one. */
const lineGap = 80;
/** Milliseconds after which a reader that reads only when told to is told again; it gives up by itself after some. */
const triggerEvery = 3000;
/** What comes before the framing is known is kept up to here, to be looked at again. */
const maxRaw = 8192;

/** A reader that is spoken with over a stream of bytes. */
export function streamReader<Info>(
  id: string,
  profile: StreamProfile,
  first: Info,
  bus: StreamBus<Info>,
  events: ReadingEvents & { lost(): void },
): StreamReader<Info> {
  const { kind, gesture, triggered = false } = profile;
  const { transport, simulated } = bus;
  const dialect: Dialect = dialects[profile.dialect];
  const device = trackDevice(
    { id, kind, gesture, name: bus.nameOf(first) || profile.name, transport, simulated },
    events.changed,
  );
  const decoder = dialect.frames();
  const read = readings(id, device, events, () => {
    decoder.reset();
    raw = [];
  });
  let port: BytePort | null = null;
  let raw: number[] = [];
  let sevenBits = false;
  let way = 0;
  let wayIsRight = false;
  let lineTimer: NodeJS.Timeout | undefined;
  let triggerTimer: NodeJS.Timeout | undefined;

  const say = (bytes: Uint8Array | undefined) => {
    // One that takes nothing is stuck. One that is gone says so by itself.
    if (bytes) port?.write(bytes).catch((error) => port && link.reopen(faultOf(error)));
  };
  const take = (step: StreamStep) => {
    if (step.kind === 'ignored' || step.kind === 'answer') return;
    if (step.kind === 'part') return step.of === 'answer' ? undefined : read.go();
    const reading =
      step.kind === 'message' ? readDocumentMessage(step.bytes, step.symbology) : { problem: step.reason };
    if (!('problem' in reading)) {
      wayIsRight = true;
      read.done(reading);
      return say(dialect.arm);
    }
    read.failed('device/protocol');
    const ways = link.attached === null ? 1 : bus.ways(link.attached).length;
    if (wayIsRight || ways === 1) return;
    way = (way + 1) % ways;
    link.reopen('device/protocol');
  };
  const push = (bytes: Uint8Array) => {
    for (const step of decoder.push(bytes)) {
      take(step);
      // What it did may have closed the port, and the rest was sent to it.
      if (!port) return;
    }
  };
  const quiet = () => {
    const parity = sevenBits ? null : sharedParity(Uint8Array.from(raw));
    if (parity) {
      sevenBits = true;
      const again = withoutParity(Uint8Array.from(raw));
      decoder.reset();
      raw = [];
      push(again);
    }
    const step = decoder.quiet();
    if (step) take(step);
    // An answer whose rest does not come.
    else if (device.connection.state !== 'busy') decoder.reset();
  };
  const awaitQuiet = () => {
    clearTimeout(lineTimer);
    const due = performance.now() + lineGap;
    // Where this process was held up, what came meanwhile has not been read yet, and it was no silence.
    lineTimer = setTimeout(() => (performance.now() > due + lineGap / 2 ? awaitQuiet() : quiet()), lineGap);
  };
  const receive = (bytes: Uint8Array) => {
    if (read.silent()) return;
    awaitQuiet();
    if (!sevenBits && !wayIsRight && raw.length + bytes.length <= maxRaw) raw.push(...bytes);
    push(sevenBits ? withoutParity(bytes) : bytes);
  };

  const link = attachment<Info, BytePort>({
    device,
    async open(info, signal) {
      // The one that worked is tried first.
      const ways = bus.ways(info);
      let last: unknown;
      for (let tried = 0; tried < ways.length; tried++) {
        signal.throwIfAborted();
        const index = (way + tried) % ways.length;
        const opened = await ways[index]!();
        try {
          const said = dialect.greeting && (await greet(opened, dialect.frames(), dialect.greeting, signal));
          if (said && dialect.greeting?.firmware) device.hasFirmware(said.text);
          way = index;
          wayIsRight ||= dialect.greeting !== undefined;
          return opened;
        } catch (error) {
          await opened.close();
          last = error;
          if (!(error instanceof DeviceError) || error.code.startsWith('device/disconnected')) throw error;
        }
      }
      throw last;
    },
    opened(now) {
      port = now;
      if (triggered) {
        say(dialect.trigger);
        triggerTimer = setInterval(
          () => device.connection.state === 'ready' && say(dialect.trigger),
          triggerEvery,
        );
      }
      now.onData((bytes) => port === now && receive(bytes));
      say(dialect.arm);
    },
    left(before) {
      port = null;
      clearTimeout(lineTimer);
      clearInterval(triggerTimer);
      read.stop();
      sevenBits = false;
      if (before === 'busy') events.readFailed({ source: id, code: faultOfVanishing(before) });
    },
    lost: events.lost,
  });

  return {
    device,
    get attached() {
      return link.attached;
    },
    attach: link.attach,
    detach: link.detach,
    async trigger() {
      if (!dialect.trigger) throw new DeviceError('device/failed', 'this reader reads by itself only');
      if (!port) throw new DeviceError('device/disconnected-before-sending', 'the reader is not ready');
      await port.write(dialect.trigger);
    },
    async close() {
      const last = triggered ? dialect.release : dialect.leave;
      if (port && last) await port.write(last).catch(() => {});
      await link.close();
    },
  };
}
