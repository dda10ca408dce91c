import { type KeyStroke, keyBurst } from '../../electron/contract/index.ts';
import type { WedgePlan } from '../devices/wedge-reader.ts';
import { strokesOf } from '../peers/keyboard.ts';
import { type KeyLayout, keyLayoutNamed } from '../protocols/key-layouts.ts';
import { typedCharacters } from '../protocols/typed-text.ts';
import type { KeySource } from '../transports/keyboard-wedge.ts';
import { type Entry, type RecordedDevice, RecordingError } from './format.ts';
import { maskText } from './mask-text.ts';
import type { Player } from './player.ts';
import type { Tape } from './recorder.ts';

const bytesOf = (strokes: readonly KeyStroke[]) =>
  new Uint8Array(Buffer.from(JSON.stringify({ strokes }), 'utf8'));

/** The bursts of an entry; null for what is none. */
function burstIn({ kind, bytes }: Entry) {
  if (kind !== 'received') return null;
  try {
    return keyBurst.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return null;
  }
}

/** The keys, each burst noted as the JSON of its strokes. */
export function tapKeys(id: string, keys: KeySource, tape: Tape, layout: KeyLayout): KeySource {
  return {
    simulated: keys.simulated,
    onBurst(listener) {
      tape.device({ id, transport: 'wedge', name: 'Keyboard reader', info: { layout } });
      tape.note('open');
      return keys.onBurst((burst) => {
        tape.note('received', {}, bytesOf(burst.strokes));
        listener(burst);
      });
    },
  };
}

/** @throws RecordingError `recording/malformed` when it does not say which layout the reader was set to */
export function replayWedge(player: Player): WedgePlan {
  const layout = keyLayoutNamed(String(player.recording.device.info.layout));
  if (!layout)
    throw new RecordingError('recording/malformed', 'the recording does not say what the device is');
  return {
    layout,
    keys: {
      simulated: true,
      onBurst(listener) {
        const stop = player.onEntry((entry) => {
          const burst = burstIn(entry);
          if (burst) listener(burst);
        });
        try {
          player.did('open');
        } catch {
          // The player has noted it, and nothing more comes.
        }
        return stop;
      },
    },
  };
}

/** Each character that was personal is typed as another one; the keys around it and their times stay. */
export function maskKeys(entries: readonly Entry[], info: RecordedDevice['info']): void {
  const layout = keyLayoutNamed(String(info.layout)) ?? 'us';
  for (const entry of entries) {
    const burst = burstIn(entry);
    if (burst) entry.bytes = bytesOf(masked(burst.strokes, layout));
    else if (entry.kind === 'received') entry.bytes = new Uint8Array();
  }
}

function masked(strokes: readonly KeyStroke[], layout: KeyLayout): KeyStroke[] {
  const typed = typedCharacters(strokes, layout);
  const text = [...maskText(typed.map((one) => one.text).join(''))];
  return typed.flatMap(({ text: before, strokes }) => {
    const after = before === '' ? '' : text.shift();
    // Keys that wrote nothing, or what the layout does not have: which they were may be a name as well.
    if (before < ' ') return marks.has(before) ? strokes : strokes.map(otherKey);
    if (after === undefined || after === before) return strokes;
    const { capsLock, after: pause } = strokes[0]!;
    return strokesOf(after, layout).map((stroke, index) => ({
      ...stroke,
      capsLock,
      after: index === 0 ? pause : stroke.after,
    }));
  });
}

/** What stands around and between the parts of a message (ISO/IEC 6429); a letter with Control may be one of a name. */
const marks = new Set([2, 3, 4, 9, 10, 13, 28, 29, 30, 31].map((code) => String.fromCharCode(code)));

/** Another key of the same kind, for one that wrote no character of the layout. */
function otherKey(stroke: KeyStroke): KeyStroke {
  const code = stroke.code.replace(/^Key.$/, 'KeyX').replace(/^(Digit|Numpad)\d$/, '$10');
  return { ...stroke, code };
}
