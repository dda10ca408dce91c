import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyRoom } from '../simulator/empty-room.ts';

export const specimenLines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];

export const specimenCard = [
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];
/** As long as real ones are, with a letter above ASCII: many reports. */
export const specimenLicence = `@\n\x1e\rANSI 999999100001DL00310600DLDAQT64235789\nDCSÉRIKSSON\nDCF${'7'.repeat(540)}\r`;

/** A folder with one person, drawn small: the specimens of Doc 9303-4 and -5, a licence, and two frames. Utopia issues them. */
export function makeSpecimens() {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-specimens-'));
  const own = join(folder, 'anna');
  mkdirSync(own);
  const page = emptyRoom(492, 346);
  const issued = {
    primary: 'Eriksson',
    secondary: 'Anna Maria',
    birthDate: '1974-08-12',
    issueDate: '2022-06-01',
  };
  const sides = { front: emptyRoom(338, 214), back: emptyRoom(338, 212) };
  writeFileSync(join(own, 'page.jpg'), page);
  writeFileSync(join(own, 'front.jpg'), sides.front);
  writeFileSync(join(own, 'back.jpg'), sides.back);
  writeFileSync(join(own, 'portrait.jpg'), emptyRoom(165, 212));
  cpSync(join(import.meta.dirname, '../../resources/specimens/utopia'), join(folder, 'utopia'), {
    recursive: true,
  });
  writeFileSync(join(own, 'webcam-00.jpg'), emptyRoom(160, 120));
  writeFileSync(join(own, 'webcam-01.jpg'), emptyRoom(160, 120));
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ people: [{ id: 'anna' }] }));
  writeFileSync(
    join(own, 'person.json'),
    JSON.stringify({
      id: 'anna',
      name: 'Anna Eriksson',
      portrait: { file: 'portrait.jpg' },
      documents: [
        { id: 'passport', label: 'Passport', mrz: specimenLines, fields: issued },
        {
          id: 'card',
          fields: issued,
          label: 'Card',
          format: 'TD1',
          mrz: specimenCard,
          page: 'front.jpg',
          back: 'back.jpg',
        },
        {
          id: 'licence',
          label: 'Licence',
          format: 'AAMVA',
          barcode: specimenLicence,
          page: 'front.jpg',
          back: 'back.jpg',
        },
      ],
    }),
  );
  return {
    folder,
    page,
    sides,
    webcam: join(folder, 'webcam.mjpeg'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
