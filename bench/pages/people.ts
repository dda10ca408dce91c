import { computeCheckDigit } from '../../electron/host/documents/mrz/index.ts';
import type { Random } from '../../tools/mrz-net/random.ts';

export type Format = 'TD1' | 'TD2' | 'TD3' | 'MRVA' | 'MRVB';
export const FORMATS: readonly Format[] = ['TD3', 'TD1', 'TD2', 'MRVA', 'MRVB'];

const STATES =
  'AFG ALB AUT BEL BGR CHE CHN CZE D DNK EGY ESP EST ETH FIN FRA GBR GRC HRV HUN IND IRL ISL ISR ITA JPN KOR LTU LUX LVA MAR MDA MEX MKD NGA NLD NOR PAK PER PHL POL PRT QAT ROU RUS SVK SVN SWE TUN TUR UKR USA UTO VNM XXA ZAF';
const SYLLABLES =
  'BA BE BO CHE DA DI DO EL EN FA FRI GA GO GWE HA HI IN IS JA JO JU KA KE KO LA LE LI LU MA ME MI MO NA NE NI NO OL OS PA PE PRI QUI RA RE RO SA SE SI SO TA TE TI TO UL VA VE VI WA WI XA XI YA YE YU ZA ZE ZO'.split(
    ' ',
  );
const ENDINGS = 'N R S K TZ X D M L W FF GH V Q Y J P TH NG'.split(' ');

const fill = (text: string, length: number) => text.padEnd(length, '<').slice(0, length);
const withDigit = (text: string) => text + computeCheckDigit(text);

function name(random: Random): string {
  let text = '';
  const syllables = random.whole(1, 5);
  for (let i = 0; i < syllables; i += 1) text += random.pick(SYLLABLES);
  return random.chance(0.6) ? text + random.pick(ENDINGS) : text;
}

function names(random: Random, room: number): string {
  const several = (most: number) =>
    Array.from({ length: random.whole(1, most) }, () => name(random)).join('<');
  const full = random.chance(0.12);
  let text = `${several(3)}<<${several(full ? 6 : 3)}`;
  if (full) text = `${text}<${name(random)}<${name(random)}<${name(random)}`;
  return fill(text, room);
}

/** The zone of a person of nobody; letters, states and names spread wide, every check digit right. */
export function inventZone(format: Format, random: Random): string[] {
  const any = (length: number, of: string) => Array.from({ length }, () => random.pick(of)).join('');
  const alphanumeric = '0123456789012345678901234567890123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const date = (from: number, to: number) =>
    [random.whole(from, to) % 100, random.whole(1, 13), random.whole(1, 29)]
      .map((part) => String(part).padStart(2, '0'))
      .join('');
  const state = () => fill(random.pick(STATES.split(' ')), 3);
  const issuer = state();
  const nationality = random.chance(0.7) ? issuer : state();
  const number = fill(any(random.chance(0.7) ? 9 : random.whole(5, 9), alphanumeric), 9);
  const birth = withDigit(date(30, 120));
  const expiry = withDigit(date(26, 40));
  const sex = random.pick('MMMFFF<');
  // ID of France on two lines of 36 is a layout of its own.
  const second = issuer === 'FRA' ? '<' : random.pick('<<<<ABCDOR');
  const code = {
    TD1: `I${second}`,
    TD2: `I${second}`,
    TD3: `P${second}`,
    MRVA: `V${second}`,
    MRVB: `V${second}`,
  }[format];
  const optional = (length: number) =>
    fill(random.chance(0.45) ? any(random.whole(3, length), alphanumeric) : '', length);
  if (format === 'TD1') {
    const upper = `${code}${issuer}${withDigit(number)}${optional(15)}`;
    const middle = `${birth}${sex}${expiry}${nationality}${random.chance(0.2) ? optional(11) : fill('', 11)}`;
    const composite = computeCheckDigit(upper.slice(5) + birth + expiry + middle.slice(18));
    return [upper, middle + composite, names(random, 30)];
  }
  const length = format === 'TD3' || format === 'MRVA' ? 44 : 36;
  const upper = `${code}${issuer}${names(random, length - 5)}`;
  const data = `${withDigit(number)}${nationality}${birth}${sex}${expiry}`;
  if (format === 'MRVA' || format === 'MRVB') return [upper, data + optional(length - 28)];
  const more = format === 'TD2' ? optional(7) : optional(14);
  const lower = data + (format === 'TD2' ? more : /^<+$/.test(more) ? `${more}<` : withDigit(more));
  return [upper, lower + computeCheckDigit(lower.slice(0, 10) + lower.slice(13, 20) + lower.slice(21))];
}
