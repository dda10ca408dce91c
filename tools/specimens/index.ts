import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { composeTd3 } from '../../electron/host/documents/mrz/index.ts';
import { openFinisher } from './finish.ts';
import { PORTRAIT, passportPage } from './passport.ts';
import { people } from './people.ts';
import type { SpecimenPerson } from './person.ts';
import { dataUrl, render, rendersOf } from './render.ts';

const HELP = `Makes the specimen people of the simulated station.

  specimens [--out resources/specimens] [--work DIR] [--only ID,ID] [--quality 1]

Renders their heads with Blender's Cycles (Debian: blender, python3-numpy), then finishes the portraits, webcam frames
and passport pages in Chromium with OCR-B (Debian: fonts-ocr-b). Renders found in --work are used again.
`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PORTRAIT_PIXELS = { width: 413, height: 531 };
const PROVENANCE =
  'A computer drawing made for this project (tools/specimens): no person was photographed or scanned. The head is modelled on the canonical face mesh of MediaPipe (Apache-2.0), rendered with Blender. All particulars are invented.';

/** @throws Error when Blender, Chromium or OCR-B is missing. */
export async function makeSpecimens(options: {
  out: string;
  work: string;
  quality: number;
  only?: readonly string[];
}): Promise<void> {
  const wanted = people.filter(({ id }) => !options.only || options.only.includes(id));
  render(wanted, options.work, options.quality);
  const finisher = await openFinisher();
  try {
    const advance = await finisher.ocrAdvance();
    for (const person of wanted) await makePerson(person, advance);
    const index = { people: people.map(({ id, name }) => ({ id, name, file: `${id}/person.json` })) };
    writeFileSync(join(options.out, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
  } finally {
    await finisher.close();
  }

  async function makePerson(person: SpecimenPerson, advance: number) {
    const folder = join(options.out, person.id);
    mkdirSync(folder, { recursive: true });
    const save = (name: string, data: Uint8Array | string) => writeFileSync(join(folder, name), data);
    const renders = rendersOf(person, options.work);
    const { width, height } = PORTRAIT_PIXELS;
    const portrait = await finisher.portrait(dataUrl(renders.portrait), width, height);
    save('portrait.jpg', portrait);
    const frames: string[] = [];
    for (const [k, file] of renders.webcam.entries()) {
      const name = `webcam-${String(k).padStart(2, '0')}.jpg`;
      save(name, await finisher.webcam(dataUrl(file), person.room, k));
      frames.push(name);
    }
    const documents = [];
    for (const document of person.documents) {
      const mrz = composeTd3(document.holder);
      const picture = `data:image/jpeg;base64,${portrait.toString('base64')}`;
      save(document.page, await finisher.page(passportPage(document, mrz, picture, advance)));
      const { id, label, page, holder, issueDate, birthPlace } = document;
      documents.push({ id, label, format: 'TD3', mrz, page, fields: { ...holder, issueDate, birthPlace } });
    }
    const record = {
      id: person.id,
      name: person.name,
      documents,
      portrait: { file: 'portrait.jpg', onPageMillimetres: PORTRAIT },
      webcam: frames,
      provenance: PROVENANCE,
    };
    save('person.json', `${JSON.stringify(record, null, 2)}\n`);
    console.log(`specimens: ${person.id}`);
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: join(ROOT, 'resources/specimens') },
      work: { type: 'string', default: join(ROOT, 'out/specimens') },
      only: { type: 'string' },
      quality: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) console.log(HELP);
  else
    await makeSpecimens({
      out: resolve(values.out),
      work: resolve(values.work),
      quality: Number(values.quality),
      only: values.only?.split(','),
    });
}
