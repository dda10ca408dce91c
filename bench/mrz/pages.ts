import { join } from 'node:path';
import { greyFromRgba, loadGlyphNet, readMrzImage } from '../../electron/host/documents/image/index.ts';
import { progress, type Suite } from '../lib/suite.ts';
import type { Table } from '../lib/table.ts';
import { tallyColumns, timed, ZoneTally } from '../lib/zone-tally.ts';
import { CONDITIONS, drawPage, type Kind } from '../pages/conditions.ts';

const TITLES: Readonly<Record<Kind, string>> = {
  readable: 'Drawn pages that a person reads without effort',
  hard: 'Drawn pages that a person has to look at twice',
  cut: 'Drawn pages on which the zone is not whole',
  blank: 'Drawn pages without a zone, or with one whose check digits are wrong',
};

/** The zone reader over drawn pages, by condition: people of nobody, other seeds and other faults than the training's. */
export const run: Suite = async ({ pages, seed, net: directory }) => {
  const net = loadGlyphNet(directory ?? join(import.meta.dirname, '../../resources/mrz-net'));
  const read = (page: ReturnType<typeof drawPage>) => {
    const { shot } = page;
    const grey = timed(() => greyFromRgba(shot.width, shot.height, shot.rgba));
    const reading = timed(() => readMrzImage(grey.value, net));
    return { reading: reading.value, ms: grey.ms + reading.ms };
  };
  for (let page = 0; page < 6; page += 1) read(drawPage(CONDITIONS[0]!, page, seed + 1));
  const tables: Table[] = [];
  for (const kind of Object.keys(TITLES) as Kind[]) {
    const all = new ZoneTally();
    const rows: string[][] = [];
    for (const condition of CONDITIONS.filter((one) => one.kind === kind)) {
      progress(`${kind}: ${condition.name}`);
      const tally = new ZoneTally();
      for (let number = 0; number < pages; number += 1) {
        const page = drawPage(condition, number, seed);
        const { reading, ms } = read(page);
        tally.add(reading, kind === 'cut' ? undefined : page.lines, ms);
      }
      rows.push(tally.row(condition.name));
      all.addAll(tally);
    }
    rows.push(all.row('all'));
    tables.push({
      title: TITLES[kind],
      columns: ['condition', ...tallyColumns],
      rows,
      notes: kind === 'readable' ? NOTES : [],
      failures: all.wrong > 0 ? [`${all.wrong} readings were wrong without a word`] : [],
    });
  }
  return tables;
};

const NOTES = [
  'Passports, cards and visas in turn. “To confirm”: right, but some character was corrected or is in doubt, and the reading says which.',
  '“Wrong”: accepted as read. “Marked”: wrong, and the reading says that it has to be confirmed. ms: processor time, decoding left out.',
  'The typeface is the one the net was trained on, which flatters.',
];
