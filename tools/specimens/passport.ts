import { guilloche } from './guilloche.ts';
import type { SpecimenDocument } from './person.ts';

/** ICAO Doc 9303-4: a TD3 data page is 125 × 88 mm; its lowest 23.2 mm are for the machine readable zone. */
export const PAGE = { width: 125, height: 88, zone: 23.2 };
/** At 300 dpi. */
export const PIXELS = { width: 1476, height: 1039 };
/** Doc 9303-4 §3: the portrait is nominally 45 × 35 mm. */
export const PORTRAIT = { x: 5.5, y: 16.4, width: 35, height: 45 };

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function day(date: string): string {
  const [year, month, dayOfMonth] = date.split('-');
  return `${dayOfMonth} ${MONTHS[Number(month) - 1]} ${year}`;
}

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A pen stroke that stands for the holder's signature; its form follows the letters of the name. */
function signature(name: string, x: number, y: number, width: number): string {
  const letters = [...name.toLowerCase()].filter((letter) => /\p{L}/u.test(letter));
  const step = width / (letters.length + 1);
  let d = `M${x} ${y}`;
  letters.forEach((letter, k) => {
    const code = letter.codePointAt(0)!;
    const tall = /[bdfhklt]/.test(letter) || k === 0 ? 3.6 : 1.2 + (code % 5) * 0.12;
    const drop = /[gjpqy]/.test(letter) ? 2.2 : 0.3;
    const at = x + k * step;
    d += `c${(step * 0.2).toFixed(2)} ${(-tall).toFixed(2)} ${(step * 0.9).toFixed(2)} ${(-tall * 0.9).toFixed(2)} ${(step * 0.45).toFixed(2)} ${drop.toFixed(2)}`;
    d += `S${(at + step * 0.8).toFixed(2)} ${(y - 0.9 - (code % 3) * 0.3).toFixed(2)} ${(at + step).toFixed(2)} ${(y - (k % 2) * 0.25).toFixed(2)}`;
  });
  return `<path d="${d}q3 -1.6 6.5 -.6" fill="none" stroke="#1c2a55" stroke-width=".32" stroke-linecap="round" stroke-linejoin="round"/>`;
}

function emblem(cx: number, cy: number, r: number, ink: string): string {
  const rays = Array.from({ length: 24 }, (_, k) => {
    const a = (k / 24) * Math.PI * 2;
    const [inner, outer] = [r * 0.66, r * (k % 2 ? 0.86 : 1)];
    const at = (length: number) =>
      `${(cx + length * Math.cos(a)).toFixed(2)} ${(cy + length * Math.sin(a)).toFixed(2)}`;
    return `<path d="M${at(inner)}L${at(outer)}" stroke="${ink}" stroke-width=".3"/>`;
  });
  return `<g fill="none" stroke="${ink}" stroke-width=".28">${rays.join('')}
    <circle cx="${cx}" cy="${cy}" r="${r * 0.56}"/><circle cx="${cx}" cy="${cy}" r="${r * 0.5}"/>
    <path d="M${cx - r * 0.36} ${cy + r * 0.14}q${r * 0.18} -${r * 0.34} ${r * 0.36} 0t${r * 0.36} 0M${cx - r * 0.3} ${cy + r * 0.28}q${r * 0.15} -${r * 0.2} ${r * 0.3} 0t${r * 0.3} 0"/>
    <circle cx="${cx}" cy="${cy - r * 0.2}" r="${r * 0.13}" fill="${ink}"/></g>`;
}

/**
 * The data page as a web page of one SVG.
 *
 * @param lines the two lines of the machine readable zone.
 * @param portrait the holder's portrait as a data URL.
 * @param advance width of an OCR-B character in units of the font's size.
 */
export function passportPage(
  document: SpecimenDocument,
  lines: readonly [string, string],
  portrait: string,
  advance: number,
): string {
  const { holder, hue } = document;
  const ink = `hsl(${hue} 55% 26%)`;
  const faint = `hsl(${hue} 40% 38%)`;
  const upper = (text: string) => xml(text.toLocaleUpperCase('en'));
  const label = (x: number, y: number, text: string) =>
    `<text x="${x}" y="${y}" font-size="1.75" fill="${faint}" letter-spacing=".03">${text}</text>`;
  const field = (x: number, y: number, name: string, value: string) =>
    `${label(x, y, name)}<text x="${x}" y="${y + 3.5}" font-size="3.05" font-weight="600" fill="#16181c" letter-spacing=".06">${value}</text>`;
  // 10 characters to the inch; the centre of the lower line lies 9.4 mm above the edge, the upper 6.35 mm higher.
  const pitch = 2.54;
  const size = pitch / advance;
  const mrz = lines.map((line, k) => {
    const xs = [...line].map((_, n) => (6.6 + n * pitch).toFixed(3)).join(' ');
    const baseline = PAGE.height - 9.4 - (1 - k) * 6.35 + 1.2;
    return `<text x="${xs}" y="${baseline}" style="font-family:'OCR B'" font-size="${size}" fill="#101010">${xml(line)}</text>`;
  });
  const { x, y, width, height } = PORTRAIT;
  const micro = 'UTOPIA · SPECIMEN · NOT A TRAVEL DOCUMENT · '.repeat(8);
  const scale = PIXELS.width / PAGE.width;
  return `<!doctype html><meta charset="utf-8"><style>html,body{margin:0;background:#fff}svg{display:block}
    text{font-family:'Noto Sans Variable',sans-serif}</style>
  <svg xmlns="http://www.w3.org/2000/svg" width="${PIXELS.width}" height="${PIXELS.height}" viewBox="0 0 ${PIXELS.width / scale} ${PIXELS.height / scale}">
  <defs>
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
  ${mrz.join('')}
  </svg>`;
}
