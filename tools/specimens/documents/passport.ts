import { guilloche } from './guilloche.ts';
import { day, fieldsOf, upper, zone } from './lettering.ts';
import { emblem, signature } from './ornaments.ts';
import type { PassportDocument } from './particulars.ts';
import { sheet } from './sheet.ts';

/** ICAO Doc 9303-4: a TD3 data page is 125 × 88 mm; its lowest 23.2 mm are for the machine readable zone. */
const PAGE = { width: 125, height: 88, zone: 23.2 };
/** Doc 9303-4 §3: the portrait is nominally 45 × 35 mm. */
export const PORTRAIT = { x: 5.5, y: 16.4, width: 35, height: 45 };

/**
 * The data page as a web page of one SVG.
 *
 * @param lines the two lines of the machine readable zone.
 * @param portrait the holder's portrait as a data URL.
 * @param advance width of an OCR-B character in units of the font's size.
 */
export function passportPage(
  document: PassportDocument,
  lines: readonly string[],
  portrait: string,
  advance: number,
): string {
  const { holder, hue } = document;
  const ink = `hsl(${hue} 55% 26%)`;
  const { label, field } = fieldsOf({ label: 1.75, value: 3.05, step: 3.5, colour: `hsl(${hue} 40% 38%)` });
  const { x, y, width, height } = PORTRAIT;
  const micro = 'UTOPIA · SPECIMEN · NOT A TRAVEL DOCUMENT · '.repeat(8);
  return sheet(`<defs>
    <linearGradient id="paper" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 46% 93%)"/>
      <stop offset=".55" stop-color="hsl(${(hue + 40) % 360} 40% 95%)"/><stop offset="1" stop-color="hsl(${(hue + 70) % 360} 40% 92%)"/></linearGradient>
    <linearGradient id="edge" x1="0" x2="1"><stop offset="0" stop-color="#fff" stop-opacity="0"/><stop offset=".5" stop-color="#fff" stop-opacity=".55"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>
    <clipPath id="visual"><rect width="${PAGE.width}" height="${PAGE.height - PAGE.zone}"/></clipPath>
  </defs>
  <rect width="100%" height="100%" fill="url(#paper)"/>
  <g clip-path="url(#visual)">${guilloche(PAGE.width, PAGE.height - PAGE.zone, hue)}</g>
  <rect y="${PAGE.height - PAGE.zone}" width="100%" height="${PAGE.zone}" fill="#fbfaf6" fill-opacity=".82"/>
  <text x="5.5" y="${PAGE.height - PAGE.zone - 0.35}" font-size=".8" fill="${ink}" opacity=".6" textLength="114">${micro}</text>
  <rect x="0" width="26" height="100%" fill="url(#edge)" opacity=".3" transform="translate(92 0) skewX(-14)"/>
  ${emblem(11.2, 8.6, 5, ink)}
  <text x="19.5" y="8.2" font-size="5" font-weight="700" fill="${ink}" letter-spacing="1.1">UTOPIA</text>
  <text x="19.5" y="12.4" font-size="2.15" fill="${ink}" letter-spacing=".25">PASSPORT · PASSEPORT · PASAPORTE</text>
  <text x="119" y="8.2" text-anchor="end" font-size="5" font-weight="700" fill="#b3202c" letter-spacing=".8">SPECIMEN</text>
  <text x="119" y="12.2" text-anchor="end" font-size="1.9" fill="#b3202c">an invented person · not a travel document</text>
  <image href="${portrait}" x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="xMidYMid slice"/>
  <rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${ink}" stroke-width=".18"/>
  <g opacity=".5">${emblem(x + width - 1, y + height - 3.5, 4.2, `hsl(${(hue + 48) % 360} 60% 70%)`)}</g>
  <text transform="translate(47 60) rotate(-13)" font-size="12.5" font-weight="800" fill="#b3202c" opacity=".13" letter-spacing="1.2">SPECIMEN</text>
  ${field(44, 18.2, 'Type / Type', upper(holder.documentCode ?? 'P'))}
  ${field(58, 18.2, 'Code / Code', holder.issuer)}
  ${field(88, 18.2, 'Passport No. / No du passeport', holder.documentNumber)}
  ${field(44, 25.4, 'Surname / Nom', upper(holder.primary))}
  ${field(44, 32.6, 'Given names / Prénoms', upper(holder.secondary))}
  ${field(44, 39.8, 'Nationality / Nationalité', 'UTOPIAN')}
  ${field(88, 39.8, 'Date of birth / Date de naissance', day(holder.birthDate))}
  ${field(44, 47, 'Sex / Sexe', holder.sex)}
  ${field(58, 47, 'Place of birth / Lieu de naissance', upper(document.birthPlace))}
  ${field(44, 54.2, 'Date of issue / Date de délivrance', day(document.issueDate))}
  ${field(88, 54.2, 'Date of expiry / Date d’expiration', day(holder.expiryDate))}
  ${label(88, 47, 'Authority / Autorité')}<text x="88" y="50.2" font-size="2.1" font-weight="600" fill="#16181c">PASSPORT OFFICE OF UTOPIA</text>
  ${label(66, 62.2, 'Signature / Signature')}${signature(`${holder.secondary.split(' ')[0]}${holder.primary}`, 86, 62.2, 20)}
  ${zone(lines, 6.6, PAGE.height - 9.4, advance)}`);
}
