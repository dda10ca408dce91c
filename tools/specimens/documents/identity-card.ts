import { CARD, CARD_PORTRAIT, framedPortrait, ground, lieOnLid, marked, RED } from './card.ts';
import { day, fieldsOf, upper, zone } from './lettering.ts';
import { emblem, signature } from './ornaments.ts';
import type { IdentityCardDocument } from './particulars.ts';
import { printSymbol } from './symbol.ts';

/** ICAO Doc 9303-5: the lowest 23.2 mm of the back are for the machine readable zone. */
const ZONE = 23.2;
const SMALL = { label: 1.4, value: 2.45, step: 2.85 };

/** The front: portrait and particulars. */
export function identityCardFront(document: IdentityCardDocument, portrait: string): string {
  const { holder, hue } = document;
  const ink = `hsl(${hue} 55% 26%)`;
  const { label, field } = fieldsOf({ ...SMALL, colour: `hsl(${hue} 40% 36%)` });
  const { x, y, width, height } = CARD_PORTRAIT;
  const micro = 'UTOPIA · SPECIMEN · NOT AN IDENTITY CARD · '.repeat(6);
  return lieOnLid(
    `${ground(hue)}
  ${emblem(7.6, 6.5, 3.7, ink)}
  <text x="13.4" y="6.4" font-size="3.7" font-weight="700" fill="${ink}" letter-spacing=".8">UTOPIA</text>
  <text x="13.4" y="9.5" font-size="1.65" fill="${ink}" letter-spacing=".16">IDENTITY CARD · CARTE D’IDENTITÉ</text>
  <text x="81.6" y="6.4" text-anchor="end" font-size="3.7" font-weight="700" fill="${RED}" letter-spacing=".6">SPECIMEN</text>
  <text x="81.6" y="9.4" text-anchor="end" font-size="1.4" fill="${RED}">an invented person · not an identity card</text>
  ${framedPortrait(portrait, ink)}
  <g opacity=".5">${emblem(x + width - 0.8, y + height - 2.8, 3.3, `hsl(${(hue + 48) % 360} 60% 70%)`)}</g>
  ${marked(36, 43.5, 7.8)}
  ${field(36, 14, 'Surname / Nom', upper(holder.primary))}
  ${field(36, 19.9, 'Given names / Prénoms', upper(holder.secondary))}
  ${field(36, 25.8, 'Sex / Sexe', holder.sex)}
  ${field(47, 25.8, 'Nationality / Nationalité', 'UTOPIAN')}
  ${field(66, 25.8, 'Date of birth / Né(e) le', day(holder.birthDate))}
  ${field(36, 31.7, 'Place of birth / Lieu de naissance', upper(document.birthPlace))}
  ${field(66, 31.7, 'Date of expiry / Expire le', day(holder.expiryDate))}
  ${field(36, 37.6, 'Card No. / No de la carte', holder.documentNumber, 3)}
  ${label(36, 46.8, 'Signature')}${signature(`${holder.secondary.split(' ')[0]}${holder.primary}`, 45, 47, 17)}
  <text x="4" y="51.6" font-size=".7" fill="${ink}" opacity=".6" textLength="77.6">${micro}</text>`,
    document.lies[0],
  );
}

/** The back: what else is known, the machine readable zone, and its copy in a QR code where the card has one. */
export async function identityCardBack(
  document: IdentityCardDocument,
  lines: readonly string[],
  advance: number,
): Promise<string> {
  const { hue } = document;
  const ink = `hsl(${hue} 55% 26%)`;
  const top = CARD.height - ZONE;
  const { field } = fieldsOf({ ...SMALL, value: 2.15, step: 2.6, colour: `hsl(${hue} 40% 36%)` });
  const [street, town] = document.address;
  const symbol = document.copy ? await printSymbol(lines.join('\n'), 'QRCode', 0.5) : null;
  const micro = 'UTOPIA · SPECIMEN · NOT AN IDENTITY CARD · '.repeat(6);
  return lieOnLid(
    `${ground(hue, top)}
  <rect y="${top}" width="${CARD.width}" height="${ZONE}" fill="#fbfaf6" fill-opacity=".85"/>
  <text x="4" y="${top - 0.4}" font-size=".7" fill="${ink}" opacity=".6" textLength="77.6">${micro}</text>
  ${marked(13, 27, 7.4)}
  <text x="4" y="5.4" font-size="2.6" font-weight="700" fill="${RED}" letter-spacing=".4">SPECIMEN</text>
  ${field(4, 9.4, 'Address / Domicile', upper(street))}
  <text x="4" y="15" font-size="2.15" font-weight="600" fill="#16181c" letter-spacing=".06">${upper(town)}</text>
  ${field(4, 18.6, 'Height / Taille', `${document.height} cm`)}
  ${field(22, 18.6, 'Colour of eyes / Yeux', upper(document.eyes))}
  ${field(4, 24.6, 'Date of issue / Délivrée le', day(document.issueDate))}
  ${field(32, 24.6, 'Authority / Autorité', 'REGISTRY OF UTOPIA')}
  ${
    symbol
      ? `<g transform="translate(${CARD.width - 4.6 - symbol.width} 4.6)"><rect x="-2" y="-2" width="${symbol.width + 4}" height="${symbol.height + 4}" rx=".8" fill="#fdfdfb"/>${symbol.svg}</g>`
      : `<g opacity=".75">${emblem(72, 14, 8.5, ink)}</g>`
  }
  ${zone(lines, 4.7, CARD.height - ZONE / 2 + 6.35, advance)}`,
    document.lies[1],
  );
}
