import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawDocument, PORTRAIT, recordOf } from './documents/index.ts';
import { type Finisher, openFinisher } from './finish.ts';
import { people } from './people.ts';
import type { SpecimenPerson } from './person.ts';
import { actNames, dataUrl, framesOf, framesOfActs, render, rendersOf } from './render.ts';

const HELP = `Makes the specimen people of the simulated station.

  specimens [--out resources/specimens] [--work DIR] [--only ID[/DOCUMENT],...] [--documents] [--quality 1]

Renders their heads with Blender's Cycles (Debian: blender, python3-numpy), then finishes the portraits, webcam frames
and documents in Chromium with OCR-B (Debian: fonts-ocr-b). Renders found in --work are used again.

  --only ID           these people alone
  --only ID/DOCUMENT  this document of theirs alone, with the portrait that is there: no Blender
  --acts              what they do when asked to (turn, blink, come nearer) alone
  --documents         the documents alone, with the portraits that are there: no Blender
`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PORTRAIT_PIXELS = { width: 413, height: 531 };
const PROVENANCE =
  'A computer drawing made for this project (tools/specimens): no person was photographed or scanned. The head is modelled on the canonical face mesh of MediaPipe (Apache-2.0), rendered with Blender. All particulars are invented.';

interface Options {
  out: string;
  work: string;
  quality: number;
  /** People, or `person/document`; all when not given. */
  only?: readonly string[];
  /** Heads stay as they are. */
  documents?: boolean;
  /** Nothing but the acts. */
  acts?: boolean;
}

/** What is to be made of one person. */
interface Order {
  person: SpecimenPerson;
  head: boolean;
  acts: boolean;
  documents: SpecimenPerson['documents'];
}

/** @throws Error for a name nobody has. */
function ordersOf({ only, documents: documentsOnly = false, acts: actsOnly = false }: Options): Order[] {
  const known = people.flatMap((person) => [
    person.id,
    ...person.documents.map(({ id }) => `${person.id}/${id}`),
  ]);
  const strange = only?.find((name) => !known.includes(name));
  if (strange !== undefined) throw new Error(`there is no specimen ${strange}`);
  return people.flatMap((person) => {
    const whole = !only || only.includes(person.id);
    const documents = person.documents.filter(({ id }) => whole || only.includes(`${person.id}/${id}`));
    if (actsOnly) return whole ? [{ person, head: false, acts: true, documents: [] }] : [];
    const head = whole && !documentsOnly;
    return documents.length > 0 ? [{ person, head, acts: head, documents }] : [];
  });
}

/** @throws Error when Blender, Chromium, OCR-B or a portrait that is to be kept is missing. */
export async function makeSpecimens(options: Options): Promise<void> {
  const orders = ordersOf(options);
  const heads = orders.flatMap(({ person, acts }) => (acts ? [person] : []));
  if (heads.length > 0) render(heads, options.work, options.quality, options.acts);
  const finisher = await openFinisher();
  try {
    const advance = await finisher.ocrAdvance();
    for (const order of orders) await makePerson(order, options, finisher, advance);
    const index = { people: people.map(({ id, name }) => ({ id, name, file: `${id}/person.json` })) };
    writeFileSync(join(options.out, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
  } finally {
    await finisher.close();
  }
}

async function makePerson(
  { person, head, acts, documents }: Order,
  { out, work }: Options,
  finisher: Finisher,
  advance: number,
): Promise<void> {
  const folder = join(out, person.id);
  mkdirSync(folder, { recursive: true });
  const save = (name: string, data: Uint8Array | string) => writeFileSync(join(folder, name), data);
  const frames = framesOf();
  if (head) {
    const renders = rendersOf(person, work);
    const { width, height } = PORTRAIT_PIXELS;
    save('portrait.jpg', await finisher.portrait(dataUrl(renders.portrait), width, height));
    for (const [k, file] of renders.webcam.entries())
      save(frames[k]!, await finisher.webcam(dataUrl(file), person.room, k));
  }
  const framesOfAct = framesOfActs();
  if (acts) {
    const renders = rendersOf(person, work).acts;
    let frame = frames.length;
    for (const act of actNames) {
      for (const [k, file] of renders[act].entries()) {
        save(framesOfAct[act][k]!, await finisher.webcam(dataUrl(file), person.room, frame));
        frame += 1;
      }
    }
  }
  const portrait = join(folder, 'portrait.jpg');
  if (!existsSync(portrait)) throw new Error(`${person.id} has no portrait yet`);
  const picture = `data:image/jpeg;base64,${readFileSync(portrait).toString('base64')}`;
  for (const document of documents)
    for (const { file, html } of await drawDocument(document, picture, advance))
      save(file, await finisher.page(html));
  const record = {
    id: person.id,
    name: person.name,
    documents: person.documents.map(recordOf),
    portrait: { file: 'portrait.jpg', onPageMillimetres: PORTRAIT },
    webcam: frames,
    acts: framesOfAct,
    provenance: PROVENANCE,
  };
  save('person.json', `${JSON.stringify(record, null, 2)}\n`);
  console.log(`specimens: ${person.id}`);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: join(ROOT, 'resources/specimens') },
      work: { type: 'string', default: join(ROOT, 'out/specimens') },
      only: { type: 'string' },
      documents: { type: 'boolean', default: false },
      acts: { type: 'boolean', default: false },
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
      documents: values.documents,
      acts: values.acts,
      only: values.only?.split(','),
    });
}
