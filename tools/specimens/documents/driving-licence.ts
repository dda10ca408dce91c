import { CARD, CARD_PORTRAIT, framedPortrait, ground, lieOnLid, marked, RED } from './card.ts';
import { day, fieldsOf, upper } from './lettering.ts';
import { emblem, signature } from './ornaments.ts';
import type { DrivingLicenceDocument } from './particulars.ts';
import { printSymbol } from './symbol.ts';

const STATE = 'QUILLMARK';
/** Millimetres of a module: within what the AAMVA standard allows (0.170 to 0.380), and three dots of the scan. */
const MODULE = 0.254;
const SMALL = { label: 1.25, value: 2.2, step: 2.45 };

/** The front, its fields numbered as the AAMVA standard numbers them (2020, Annex A.7.3). */
export function licenceFront(document: DrivingLicenceDocument, portrait: string): string {
  const { holder, hue } = document;
  const ink = `hsl(${hue} 60% 27%)`;
  const { field } = fieldsOf({ ...SMALL, colour: `hsl(${hue} 45% 36%)` });
  const { x, y, width, height } = CARD_PORTRAIT;
  return lieOnLid(
    `${ground(hue)}
  <rect width="${CARD.width}" height="10.6" fill="${ink}" opacity=".92"/>
  ${emblem(7.4, 5.3, 3.7, '#fff')}
  <text x="13" y="5.4" font-size="4" font-weight="800" fill="#fff" letter-spacing=".9">${STATE}</text>
  <text x="13" y="8.6" font-size="1.6" fill="#fff" letter-spacing=".2">UTOPIA · DRIVER LICENSE</text>
  <text x="81.6" y="5.4" text-anchor="end" font-size="3.6" font-weight="700" fill="#fff" letter-spacing=".6">SPECIMEN</text>
  <text x="81.6" y="8.5" text-anchor="end" font-size="1.4" fill="#fff">an invented person · no licence to drive</text>
  ${framedPortrait(portrait, ink)}
  <g opacity=".5">${emblem(x + width - 0.8, y + height - 2.8, 3.3, `hsl(${(hue + 48) % 360} 60% 70%)`)}</g>
  ${marked(35, 46, 7.8)}
  ${field(35, 13.6, '4d DLN', holder.documentNumber, 3)}
  ${field(62, 13.6, '9 CLASS', upper(holder.vehicleClass))}
  ${field(72, 13.6, '9a END', upper(holder.endorsements))}
  ${field(35, 19.6, '1 FAMILY NAME', upper(holder.familyName))}
  ${field(35, 24.6, '2 GIVEN NAMES', upper(`${holder.firstName} ${holder.middleNames}`))}
  ${field(35, 29.6, '8 ADDRESS', upper(holder.street), 1.9)}
  <text x="35" y="34.3" font-size="1.9" font-weight="600" fill="#16181c" letter-spacing=".06">${upper(`${holder.city}, ${holder.jurisdiction} ${holder.postalCode}`)}</text>
  ${field(35, 37.4, '3 DOB', day(holder.birthDate))}
  ${field(51.5, 37.4, '4a ISS', day(holder.issueDate))}
  ${field(68, 37.4, '4b EXP', day(holder.expiryDate))}
  ${field(35, 42.6, '15 SEX', holder.sex)}
  ${field(43, 42.6, '16 HGT', `${holder.height} cm`)}
  ${field(55, 42.6, '18 EYES', upper(holder.eyes))}
  ${field(66, 42.6, '12 REST', upper(holder.restrictions))}
  ${field(35, 47.6, '5 DD', holder.discriminator, 1.7)}
  ${signature(`${holder.firstName}${holder.familyName}`, 63, 50.4, 13)}
  <text x="4" y="51.4" font-size="2" font-weight="700" fill="${RED}" letter-spacing=".4">SPECIMEN</text>`,
    document.lies[0],
  );
}

/** The back: what the letters mean, and everything once more in a PDF417 symbol. */
export async function licenceBack(document: DrivingLicenceDocument, barcode: string): Promise<string> {
  const { hue } = document;
  const ink = `hsl(${hue} 60% 27%)`;
  const symbol = await printSymbol(barcode, 'PDF417', MODULE, 'columns=12,ecLevel=5');
  const left = (CARD.width - symbol.width) / 2;
  const quiet = MODULE * 4;
  const line = (y: number, letters: string, meaning: string) =>
    `<text x="5" y="${y}" font-size="1.7" font-weight="700" fill="${ink}">${letters}</text><text x="17" y="${y}" font-size="1.7" fill="#16181c">${meaning}</text>`;
  return lieOnLid(
    `${ground(hue)}
  <g transform="translate(${left} 5.5)">
    <rect x="${-quiet}" y="${-quiet}" width="${symbol.width + 2 * quiet}" height="${symbol.height + 2 * quiet}" fill="#fdfdfb"/>
    ${symbol.svg}
  </g>
  ${marked(24, 51, 8)}
  <text x="5" y="37.6" font-size="2.4" font-weight="700" fill="${RED}" letter-spacing=".4">SPECIMEN · NOT A DRIVER LICENSE</text>
  ${line(41.4, 'CLASS C', 'any vehicle up to 3,500 kg')}
  ${line(44.2, 'REST B', 'with lenses that correct the sight')}
  ${line(47, 'END', 'none')}
  <text x="5" y="50.6" font-size="1.3" fill="${ink}">State of Quillmark, Utopia. Neither exists; nor does the person on the front.</text>
  <g opacity=".75">${emblem(74, 44, 6, ink)}</g>`,
    document.lies[1],
  );
}
