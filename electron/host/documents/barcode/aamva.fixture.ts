/** Elements in the order they are to be written, as `['DAQ', 'T64235789']`. */
export type Elements = readonly (readonly [string, string])[];

export interface Card {
  readonly version: number;
  /** Virginia when not said. */
  readonly iin?: string;
  readonly type?: 'DL' | 'ID' | 'EN';
  readonly elements: Elements;
  /** The jurisdiction's own subfile, as `['ZVA', '01']`. */
  readonly own?: Elements;
}

function subfile(type: string, elements: Elements): string {
  return `${type}${elements.map(([id, value]) => `${id}${value}`).join('\n')}\r`;
}

const four = (value: number): string => String(value).padStart(4, '0');
const two = (value: number): string => String(value).padStart(2, '0');

/** The text of a card's symbol, as DL/ID Card Design Standard 2020 Annex D.12 lays it out (2000: no jurisdiction version). */
export function composeAamva({ version, iin = '636000', type = 'DL', elements, own }: Card): string {
  const files = [
    { type: type as string, text: subfile(type, elements) },
    ...(own ? [{ type: (own[0]?.[0] ?? 'ZVA').slice(0, 2), text: '' }] : []),
  ].map((file) => (file.text === '' && own ? { ...file, text: subfile(file.type, own) } : file));
  const numbers = `${iin}${two(version)}${version >= 2 ? '00' : ''}${two(files.length)}`;
  const start = `@\n\x1e\rANSI ${numbers}`;
  let offset = start.length + files.length * 10;
  const designators = files.map((file) => {
    const designator = `${file.type}${four(offset)}${four(file.text.length)}`;
    offset += file.text.length;
    return designator;
  });
  return `${start}${designators.join('')}${files.map((file) => file.text).join('')}`;
}

const ADDRESS: Elements = [
  ['DAG', '2300 WEST BROAD STREET'],
  ['DAI', 'RICHMOND'],
  ['DAJ', 'VA'],
  ['DAK', '232690000  '],
];

/** Version 4 and later: family, first and middle names apart, each with its truncation. */
export const RECENT: Elements = [
  ['DAQ', 'T64235789'],
  ['DCS', 'ERIKSSON'],
  ['DDE', 'N'],
  ['DAC', 'ANNA'],
  ['DDF', 'N'],
  ['DAD', 'MARIA,LENA'],
  ['DDG', 'N'],
  ['DCU', 'JR'],
  ['DCA', 'D'],
  ['DCB', 'K'],
  ['DCD', 'PH'],
  ['DBD', '06062019'],
  ['DBB', '08121974'],
  ['DBA', '12102027'],
  ['DBC', '2'],
  ['DAU', '068 in'],
  ['DAY', 'BRO'],
  ...ADDRESS,
  ['DCF', '2424244747474786102204'],
  ['DCG', 'USA'],
  ['DCK', '123456789'],
  ['DDA', 'F'],
  ['DDD', '1'],
];

/** Versions 2 and 3: one element for all given names. */
export const MIDDLE: Elements = [
  ['DCA', 'D'],
  ['DCB', 'NONE'],
  ['DCD', 'NONE'],
  ['DBA', '12102027'],
  ['DCS', 'ERIKSSON'],
  ['DCT', 'ANNA,MARIA'],
  ['DBD', '06062019'],
  ['DBB', '08121974'],
  ['DBC', '2'],
  ['DAY', 'BRO'],
  ['DAU', '173 cm'],
  ...ADDRESS,
  ['DAQ', 'T64235789'],
  ['DCF', '24242447'],
  ['DCG', 'USA'],
  ['DCH', 'NONE'],
];

/** Version 1, of 2000: the whole name in one element, dates with the year first, feet and inches. */
export const OLDEST: Elements = [
  ['DAA', 'ERIKSSON,ANNA,MARIA,JR'],
  ...ADDRESS,
  ['DAQ', 'T64235789'],
  ['DAR', 'D'],
  ['DAS', ''],
  ['DAT', ''],
  ['DBA', '20271210'],
  ['DBB', '19740812'],
  ['DBC', 'F'],
  ['DBD', '20190606'],
  ['DAU', '508'],
];

/** The same card with some elements written differently; an empty list of changes leaves it as it is. */
export function changed(elements: Elements, changes: Readonly<Record<string, string | null>>): Elements {
  const kept = elements.flatMap(([id, value]) => {
    const change = changes[id];
    if (change === null) return [];
    return [[id, change ?? value] as const];
  });
  const added = Object.entries(changes).flatMap(([id, value]) =>
    value !== null && !elements.some(([one]) => one === id) ? [[id, value] as const] : [],
  );
  return [...kept, ...added];
}
