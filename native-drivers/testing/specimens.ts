import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyRoom } from '../simulator/empty-room.ts';

export const specimenLines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];

/** A folder with one person, drawn small: the specimen of Doc 9303-4 and two frames. */
export function makeSpecimens() {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-specimens-'));
  const own = join(folder, 'anna');
  mkdirSync(own);
  const page = emptyRoom(492, 346);
  writeFileSync(join(own, 'page.jpg'), page);
  writeFileSync(join(own, 'webcam-00.jpg'), emptyRoom(160, 120));
  writeFileSync(join(own, 'webcam-01.jpg'), emptyRoom(160, 120));
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ people: [{ id: 'anna' }] }));
  writeFileSync(
    join(own, 'person.json'),
    JSON.stringify({
      id: 'anna',
      name: 'Anna Eriksson',
      documents: [{ id: 'passport', label: 'Passport', mrz: specimenLines }],
    }),
  );
  return {
    folder,
    page,
    webcam: join(folder, 'webcam.mjpeg'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
