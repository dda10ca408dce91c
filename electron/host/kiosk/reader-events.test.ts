import { describe, expect, it } from 'vitest';
import type { Device, DocumentRead } from '../../contract/index.ts';
import type { Command, Visit } from '../visit/index.ts';
import { freshLive, type Live } from './live.ts';
import { readerEvents } from './reader-events.ts';

const reader: Device = {
  id: 'reader',
  kind: 'mrz-reader',
  name: 'Reader',
  transport: 'hid',
  state: 'ready',
  simulated: false,
  fault: null,
};
const read: DocumentRead = { source: 'reader', at: 1, reading: { kind: 'lines', lines: ['A', 'B'] } };
const failure = { source: 'reader', code: 'device/failed' } as const;

function bench() {
  const asked: Command['type'][] = [];
  let live: Live = freshLive(0);
  let visit: { id: string; visit: Pick<Visit, 'step'> } | null = null;
  const events = readerEvents({
    live: () => live,
    become(next) {
      live = next;
    },
    now: () => 0,
    visit: () => visit,
    async ask(command) {
      asked.push(command.type);
      return { ok: true };
    },
    devices: () => [reader],
  });
  return {
    asked,
    is: () => live.reading,
    enter(id: string | null, step: Visit['step'] = 'document-reading') {
      visit = id === null ? null : { id, visit: { step } };
    },
    begin: () => events.readStarted?.('reader'),
    list: (state: Device['state']) => events.devicesChanged?.([{ ...reader, state }]),
    deliver: async () => events.documentRead?.(read),
    fail: async () => events.readFailed?.(failure),
  };
}

describe('a reading', () => {
  it('belongs to the visit it began in', async () => {
    const { enter, begin, list, deliver, fail, asked, is } = bench();
    enter('one');
    begin();
    list('busy');
    expect(is()).toBe(true);
    await deliver();
    expect(asked).toEqual(['document.lines']);
    expect(is()).toBe(false);
    begin();
    await fail();
    expect(asked).toEqual(['document.lines', 'document.failed']);
  });

  it.each(['one', null])('that began in %j is not handed to the next', async (first) => {
    for (const end of ['deliver', 'fail'] as const) {
      const one = bench();
      one.enter(first);
      one.begin();
      one.list('busy');
      one.enter('two');
      await one[end]();
      // A reader may send several things of one document.
      await one[end]();
      expect(one.asked).toEqual([]);
      expect(one.is()).toBe(false);
      one.list('ready');
      one.begin();
      await one[end]();
      expect(one.asked).toHaveLength(1);
    }
  });

  it('that told no beginning is the visit’s that runs, and nobody’s when none does', async () => {
    const { enter, deliver, begin, list, asked } = bench();
    await deliver();
    enter('one');
    begin();
    list('ready');
    enter('two');
    await deliver();
    expect(asked).toEqual(['document.lines']);
  });

  it('may come before "Continue", and is dropped when the visit ends meanwhile', async () => {
    const one = bench();
    one.enter('one', 'document-guidance');
    const delivered = one.deliver();
    one.enter('two');
    await delivered;
    expect(one.asked).toEqual(['visit.continue']);
    one.enter('two', 'document-guidance');
    await one.deliver();
    expect(one.asked).toEqual(['visit.continue', 'visit.continue', 'document.lines']);
  });
});
