/** The layouts a reader that is a keyboard can be set to: PC keyboards of 102 keys, as Windows has them. */
export const keyLayouts = ['us', 'uk', 'de', 'fr'] as const;
export type KeyLayout = (typeof keyLayouts)[number];

/** Null when there is no such layout. */
export function keyLayoutNamed(name: string): KeyLayout | null {
  return keyLayouts.find((layout) => layout === name) ?? null;
}

/** What one key writes: alone, with Shift, with the right Alt key; empty where it writes nothing. */
export interface KeyCap {
  levels: readonly [plain: string, shift: string, altGraph: string];
  /** Levels that write nothing by themselves and put a mark on the next letter. */
  dead: readonly number[];
}

const rows = [
  'Backquote Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal',
  'KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight',
  'KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backslash',
  'IntlBackslash KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash',
].map((row) => row.split(' '));

type Drawing = readonly [plain: Four, shift: Four, altGraph: readonly string[]];
type Four = readonly [string, string, string, string];

/** Rows of the keys from left to right, a blank where a key writes nothing. */
const drawings: Record<KeyLayout, Drawing> = {
  us: [
    // The key an American keyboard lacks has no character of its own there; readers that press it mean the filler.
    ['`1234567890-=', 'qwertyuiop[]', "asdfghjkl;'\\", '<zxcvbnm,./'],
    ['~!@#$%^&*()_+', 'QWERTYUIOP{}', 'ASDFGHJKL:"|', '>ZXCVBNM<>?'],
    [],
  ],
  uk: [
    ['`1234567890-=', 'qwertyuiop[]', "asdfghjkl;'#", '\\zxcvbnm,./'],
    ['¬!"£$%^&*()_+', 'QWERTYUIOP{}', 'ASDFGHJKL:@~', '|ZXCVBNM<>?'],
    ['¦   €', '', '', ''],
  ],
  de: [
    ['^1234567890ß´', 'qwertzuiopü+', 'asdfghjklöä#', '<yxcvbnm,.-'],
    ['°!"§$%&/()=?`', 'QWERTZUIOPÜ*', "ASDFGHJKLÖÄ'", '>YXCVBNM;:_'],
    ['  ²³   {[]}\\', '@ €        ~', '', '|      µ'],
  ],
  fr: [
    ['²&é"\'(-è_çà)=', 'azertyuiop^$', 'qsdfghjklmù*', '<wxcvbn,;:!'],
    [' 1234567890°+', 'AZERTYUIOP¨£', 'QSDFGHJKLM%µ', '>WXCVBN?./§'],
    ['  ~#{[|`\\^@]}', '  €        ¤', '', ''],
  ],
};

const deadKeys: Record<KeyLayout, Readonly<Record<string, readonly number[]>>> = {
  us: {},
  uk: {},
  de: { Backquote: [0], Equal: [0, 1] },
  fr: { BracketLeft: [0, 1], Digit2: [2], Digit7: [2] },
};

/** The keys of a layout by their place (W3C UI Events KeyboardEvent code Values). */
export function keyCaps(layout: KeyLayout): ReadonlyMap<string, KeyCap> {
  return caps[layout];
}

function drawn(layout: KeyLayout): ReadonlyMap<string, KeyCap> {
  const at = (level: number, row: number, column: number) =>
    (drawings[layout][level]?.[row]?.[column] ?? '').trim();
  return new Map(
    rows.flatMap((codes, row) =>
      codes.map((code, column): [string, KeyCap] => [
        code,
        {
          levels: [at(0, row, column), at(1, row, column), at(2, row, column)],
          dead: deadKeys[layout][code] ?? [],
        },
      ]),
    ),
  );
}

const caps: Record<KeyLayout, ReadonlyMap<string, KeyCap>> = {
  us: drawn('us'),
  uk: drawn('uk'),
  de: drawn('de'),
  fr: drawn('fr'),
};
