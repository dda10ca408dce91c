import { type AdapterTell, readTell } from '../vendor/messages.ts';
import type { AdapterProcess } from '../vendor/process.ts';
import type { Entry } from './format.ts';
import { maskPicture } from './mask-picture.ts';
import { maskText } from './mask-text.ts';
import type { Player } from './player.ts';
import type { Tape } from './recorder.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const bytesOf = (line: string) => new Uint8Array(Buffer.from(line, 'utf8'));
/** How often the heart beats depends on the clock, so it is not part of an exchange. */
const isHeartbeat = (line: string) => /^\{"(?:do":"ping|tell":"pong)"/.test(line);

/** An adapter whose lines are noted, once it has said that it has the device that is recorded. */
export function tapAdapter(process: AdapterProcess, tapeOf: (id: string) => Tape | null): AdapterProcess {
  let tape: Tape | null = null;
  let early: string[] = [];
  const sent = (line: string) => {
    if (isHeartbeat(line)) return;
    if (tape) tape.note('sent', {}, bytesOf(line));
    else if (early.length < 10) early.push(line);
  };
  process.onLine((line) => {
    const tell = line === null || tape ? null : readTell(line);
    if (tell?.tell === 'hello') {
      const { name, version, devices } = tell;
      const found = devices.map(({ id }) => `vendor:${name}:${id}`).find((id) => tapeOf(id));
      tape = found ? tapeOf(found) : null;
      if (found) tape?.device({ id: found, transport: 'vendor', name, info: { version } });
      tape?.note('open');
      for (const one of early) tape?.note('sent', {}, bytesOf(one));
      early = [];
    }
    if (line !== null && !isHeartbeat(line)) tape?.note('received', {}, bytesOf(line));
  });
  process.onExit(() => tape?.note('failed', { code: 'device/disconnected-while-sending' }));
  return {
    ...process,
    order(order) {
      sent(JSON.stringify(order));
      process.order(order);
    },
    write(line) {
      sent(line);
      process.write(line);
    },
  };
}

/** A recorded adapter, each time it is started. */
export function replayAdapter(player: Player): () => AdapterProcess {
  return () => {
    const lines = new Set<(line: string) => void>();
    const exits = new Set<(code: number | null) => void>();
    let gone = false;
    const leave = () => {
      if (gone) return;
      gone = true;
      stop();
      for (const listener of exits) listener(0);
    };
    const stop = player.onEntry((entry) => {
      if (entry.kind === 'received') for (const listener of lines) listener(text(entry.bytes));
      if (entry.kind === 'failed') leave();
    });
    const did = (kind: 'open' | 'sent', line = '') => {
      try {
        player.did(kind, {}, bytesOf(line));
      } catch {
        // The player has noted it, and there is nobody at the other end any more.
        queueMicrotask(leave);
      }
    };
    did('open');
    return {
      order(order) {
        if (order.do !== 'ping') return did('sent', JSON.stringify(order));
        const pong = JSON.stringify({ tell: 'pong', n: order.n });
        queueMicrotask(() => {
          if (!gone) for (const listener of lines) listener(pong);
        });
      },
      write: (line) => did('sent', line),
      onLine: (listener) => void lines.add(listener),
      onExit: (listener) => void exits.add(listener),
      closeInput: leave,
      kill: leave,
    };
  };
}

/**
 * Lines of text, barcodes, pictures, and what an adapter says in words of its own; the pictures' parts keep their
 * lengths. What else stands in a line than the interface names is left out.
 */
export function maskTells(entries: readonly Entry[]): void {
  const parts = new Map<number, { entry: Entry; data: Buffer }[]>();
  const write = (entry: Entry, tell: AdapterTell) => {
    entry.bytes = bytesOf(JSON.stringify(tell));
  };
  const maskImage = (image: number) => {
    const all = parts.get(image) ?? [];
    parts.delete(image);
    const masked = maskPicture(new Uint8Array(Buffer.concat(all.map(({ data }) => data))));
    let at = 0;
    for (const { entry, data } of all) {
      const piece = Buffer.from(masked.subarray(at, at + data.length)).toString('base64');
      at += data.length;
      write(entry, { tell: 'part', image, data: piece });
    }
  };
  for (const entry of entries) {
    if (entry.kind !== 'received') continue;
    const tell = readTell(text(entry.bytes));
    if (!tell) {
      entry.bytes = bytesOf(maskText(text(entry.bytes)));
    } else if (tell.tell === 'lines') {
      write(entry, { ...tell, lines: maskText(tell.lines.join('\n')).split('\n') });
    } else if (tell.tell === 'barcode') {
      write(entry, { ...tell, text: maskText(tell.text) });
    } else if (tell.tell === 'error') {
      write(entry, { ...tell, message: maskText(tell.message) });
    } else if (tell.tell === 'part') {
      const data = Buffer.from(tell.data, 'base64');
      parts.set(tell.image, [...(parts.get(tell.image) ?? []), { entry, data }]);
    } else {
      if (tell.tell === 'image') maskImage(tell.image);
      write(entry, tell);
    }
  }
  for (const image of [...parts.keys()]) maskImage(image);
}
