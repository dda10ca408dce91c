import { describe, expect, it, vi } from 'vitest';
import type { DocumentRead, DriverEvents, KeyBurst } from '../../electron/contract/index.ts';
import { driverOptions } from '../options.ts';
import { strokesOf } from '../peers/keyboard.ts';
import { type KeyLayout, keyLayouts } from '../protocols/key-layouts.ts';
import { type Recording, readRecording, writeRecording } from '../recording/format.ts';
import { maskRecording } from '../recording/mask.ts';
import { maskText } from '../recording/mask-text.ts';
import type { Tape } from '../recording/recorder.ts';
import { replay } from '../recording/replay.ts';
import { driverStation } from '../station.ts';

const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const burstOf = (text: string, layout: KeyLayout): KeyBurst => ({ strokes: strokesOf(text, layout) });
const summary = ({ source, reading }: DocumentRead) => [
  source,
  reading.kind === 'lines' ? reading.lines : reading.kind,
];

function stationWith(keyboard: KeyLayout | undefined, tape?: Tape) {
  const heard: unknown[] = [];
  const told: Partial<DriverEvents> = {
    readStarted: (source) => heard.push(`started ${source}`),
    documentRead: (read) => heard.push(summary(read)),
    readFailed: ({ code }) => heard.push(code),
  };
  const station = driverStation({
    hid: [],
    escl: [],
    served: async () => false,
    ...(keyboard && { keyboard }),
    simulator: null,
    ...(tape && { recorder: { device: 'wedge:keyboard', tape } }),
    tell: new Proxy({} as DriverEvents, {
      get: (_, name) => (body: never) => told[name as 'readStarted']?.(body),
    }),
  });
  return { ...station, heard };
}

describe('a reader that is a keyboard', () => {
  it.each(keyLayouts)('set to %s reads like any other', async (layout) => {
    const { calls, heard, close } = stationWith(layout);
    expect(await calls.list()).toEqual([
      {
        id: 'wedge:keyboard',
        kind: 'mrz-reader',
        name: 'Keyboard reader',
        transport: 'wedge',
        state: 'ready',
        simulated: false,
        gesture: 'swipe',
        fault: null,
      },
    ]);
    calls.keys(burstOf(`${lines.join('')}\r`, layout));
    expect(heard).toEqual(['started wedge:keyboard', ['wedge:keyboard', lines]]);
    expect(await calls.list()).toMatchObject([{ state: 'ready' }]);
    await close();
    expect(await calls.list()).toMatchObject([{ state: 'absent' }]);
  });

  it('fails a reading it cannot make out, and is as ready as before', async () => {
    const { calls, heard, close } = stationWith('us');
    calls.keys(burstOf('{{{{', 'de'));
    calls.keys(burstOf(`${lines.join('\r')}\r`, 'us'));
    expect(heard).toEqual([
      'started wedge:keyboard',
      'device/protocol',
      'started wedge:keyboard',
      ['wedge:keyboard', lines],
    ]);
    await close();
  });

  it('is not there, and its keys are refused, where none is expected', async () => {
    const { calls, heard, close } = stationWith(undefined);
    expect(await calls.list()).toEqual([]);
    expect(() => calls.keys(burstOf(lines.join(''), 'us'))).toThrow(
      expect.objectContaining({ code: 'drivers/unknown-device' }),
    );
    expect(heard).toEqual([]);
    await close();
  });

  it('refuses what is no burst', async () => {
    const { calls, close } = stationWith('us');
    for (const burst of [null, {}, { strokes: [] }, { strokes: [{ code: 'KeyA' }] }]) {
      expect(() => calls.keys(burst as KeyBurst)).toThrow(
        expect.objectContaining({ code: 'drivers/malformed' }),
      );
    }
    await close();
  });
});

it('is expected by an option that names its layout', () => {
  const say = vi.fn();
  expect(driverOptions(['--wedge', 'de'], say).named.keyboard).toBe('de');
  expect(driverOptions([], say).named).not.toHaveProperty('keyboard');
  expect(say).not.toHaveBeenCalled();
  expect(driverOptions(['--wedge', 'qwerty'], say).named).not.toHaveProperty('keyboard');
  expect(say).toHaveBeenCalledWith('--wedge qwerty: there is no such thing');
});

describe('a recording of it', () => {
  const record = async (layout: KeyLayout, text: string) => {
    const recording: Recording = { device: null as never, masked: false, entries: [] };
    const tape: Tape = {
      device: (one) => Object.assign(recording, { device: one }),
      note: (kind, about = {}, bytes = new Uint8Array()) =>
        recording.entries.push({ at: recording.entries.length * 10, kind, about, bytes }),
    };
    const { calls, heard, close } = stationWith(layout, tape);
    calls.keys(burstOf(text, layout));
    await close();
    return { heard, recording: readRecording(writeRecording(recording)) };
  };
  const played = async (recording: Recording) => {
    const heard: unknown[] = [];
    const problems = await replay(recording, {
      readStarted: (source) => heard.push(`started ${source}`),
      documentRead: (read) => heard.push(summary(read)),
    });
    return { heard, problems };
  };

  it('plays as it was', async () => {
    const { heard, recording } = await record('fr', `${lines.join('\r')}\r`);
    expect(recording.device).toMatchObject({ transport: 'wedge', info: { layout: 'fr' } });
    expect(await played(recording)).toEqual({ heard, problems: [] });
  });

  it('plays without what is personal when it is masked', async () => {
    for (const layout of keyLayouts) {
      const { recording } = await record(layout, `\x02${lines.join('\r')}\r`);
      const masked = maskRecording(recording);
      const { heard, problems } = await played(masked);
      expect(heard[1]).toEqual(['wedge:keyboard', maskText(lines.join('\r')).split('\r')]);
      expect(problems).toEqual([]);
    }
  });

  it('holds nothing it does not understand once it is masked', async () => {
    const { recording } = await record('us', 'A');
    recording.entries.push({ at: 9, kind: 'received', about: {}, bytes: Uint8Array.of(1, 2) });
    expect(maskRecording(recording).entries.at(-1)!.bytes).toHaveLength(0);
  });
});
