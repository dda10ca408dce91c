import { computeCheckDigit } from '../../electron/host/documents/mrz/index.ts';
import type { Random } from './random.ts';

const SURNAMES = [
  'SMITH',
  'ERIKSSON',
  'MUELLER',
  'GARCIA<LOPEZ',
  'NGUYEN',
  'OCONNOR',
  'VANDERBERG',
  'KOWALSKA',
  'IVANOVA',
  'ALBASRI',
  'TANAKA',
  'QUINTERO<BOX',
  'WOJCIK',
];
const GIVEN = [
  'ANNA<MARIA',
  'JOHN',
  'PETER<JOHN',
  'LI<WEI',
  'FATIMA',
  'JOSE<RAMON',
  'OLGA',
  'KENJI',
  'ZOE<EVA',
];
const STATES = [
  'D',
  'FRA',
  'GBR',
  'USA',
  'UTO',
  'ESP',
  'ITA',
  'POL',
  'NLD',
  'JPN',
  'IND',
  'BRA',
  'NOR',
  'CZE',
];

const fill = (text: string, length: number) => text.padEnd(length, '<').slice(0, length);

/** Machine readable lines of an invented person, every check digit right. */
export function inventLines(format: 'TD1' | 'TD2' | 'TD3', random: Random): string[] {
  const state = fill(random.pick(STATES), 3);
  const names = `${random.pick(SURNAMES)}<<${random.pick(GIVEN)}`;
  const digits = (count: number, of: string) => Array.from({ length: count }, () => random.pick(of)).join('');
  const number = digits(9, '0123456789CFGHJKLMNPRTVWXYZ');
  const day = (from: number, to: number) =>
    [random.whole(from, to), random.whole(1, 13), random.whole(1, 29)]
      .map((part) => String(part).padStart(2, '0'))
      .join('');
  const withDigit = (text: string) => text + computeCheckDigit(text);
  const birth = withDigit(day(40, 99));
  const expiry = withDigit(day(27, 36));
  const sex = random.pick('MF<');
  if (format === 'TD1') {
    const upper = `I<${state}${withDigit(number)}${fill('', 15)}`;
    const middle = `${birth}${sex}${expiry}${state}${fill('', 11)}`;
    const composite = computeCheckDigit(upper.slice(5) + birth + expiry + middle.slice(18));
    return [upper, middle + composite, fill(names, 30)];
  }
  const length = format === 'TD3' ? 44 : 36;
  const first = fill(`${format === 'TD3' ? 'P' : 'I'}<${state}${names}`, length);
  const optional =
    format === 'TD2'
      ? fill('', 7)
      : random.chance(0.5)
        ? `${fill('', 15)}`
        : withDigit(fill(digits(11, '0123456789'), 14));
  const second = `${withDigit(number)}${state}${birth}${sex}${expiry}${optional}`;
  const composite = computeCheckDigit(second.slice(0, 10) + second.slice(13, 20) + second.slice(21));
  return [first, second + composite];
}
