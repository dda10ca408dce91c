import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ImageAnalysis } from '../../electron/contract/index.ts';
import { judgeSelfieQuality } from '../../electron/host/faces/index.ts';
import { openPage } from '../../renderer/vision/testing/browser.ts';
import type { VisionUnderTest } from '../../renderer/vision/testing/under-test.ts';

declare const underTest: VisionUnderTest;

const HELP = `Measures the specimens with the product's own vision engine in Chromium, as Markdown.

  node tools/specimens/measure.ts [--in resources/specimens]

Rows are portraits cut from the documents' fronts, columns are people before the webcam: least, mean and greatest distance
over all their frames. Exit code 1 when a face is not found or a frame is no good
selfie, when an own distance reaches ${0.47} or another's falls to
${0.525}.
`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OWN_BELOW = 0.47;
/** What the embedder's distances mean on LFW: below this, one in a thousand strangers is taken for the person. */
const OTHERS_ABOVE = 0.525;

interface Sitter {
  id: string;
  pages: string[];
  frames: string[];
}

function sittersOf(folder: string): Sitter[] {
  const read = <T>(...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf8')) as T;
  return read<{ people: { id: string }[] }>('index.json').people.map(({ id }) => {
    const { documents, webcam } = read<{ documents: { page: string }[]; webcam: string[] }>(
      id,
      'person.json',
    );
    const own = (file: string) => `${id}/${file}`;
    return { id, pages: documents.map(({ page }) => own(page)), frames: webcam.map(own) };
  });
}

/** @returns the table, and what breaks the rules above. */
export async function measureSpecimens(folder: string): Promise<{ table: string; faults: string[] }> {
  const sitters = sittersOf(folder);
  const browser = await openPage(join(ROOT, 'renderer/vision/testing'));
  const faults: string[] = [];
  try {
    await browser.page.evaluate(() => underTest.start());
    for (const file of sitters.flatMap(({ pages, frames }) => [...pages, ...frames]))
      await browser.page.evaluate(([name, base64]) => underTest.load(name, base64), [
        file,
        readFileSync(join(folder, file)).toString('base64'),
      ] as const);
    for (const frame of sitters.flatMap(({ frames }) => frames)) {
      const { answer } = (await browser.page.evaluate((name) => underTest.call('analyse', name), frame)) as {
        answer?: ImageAnalysis;
      };
      const check = answer && judgeSelfieQuality(answer);
      if (check?.outcome !== 'passed')
        faults.push(`${frame}: as a selfie, ${check?.reason ?? 'not analysed'}`);
    }
    const rows: string[] = [];
    for (const { id, pages } of sitters)
      for (const page of pages) {
        const cut = (await browser.page.evaluate(
          (name) => underTest.call('cropPortrait', name, `${name}#portrait`),
          page,
        )) as { answer?: { outcome: string } };
        if (cut.answer?.outcome !== 'found') {
          faults.push(`${page}: no portrait found (${JSON.stringify(cut)})`);
          continue;
        }
        const cells: string[] = [];
        for (const other of sitters) {
          const distances: number[] = [];
          for (const frame of other.frames) {
            const { answer } = (await browser.page.evaluate(
              ([portrait, selfie]) => underTest.compare(portrait, [selfie]),
              [`${page}#portrait`, frame] as const,
            )) as { answer?: { outcome: string; distance: number } };
            if (answer?.outcome === 'compared') distances.push(answer.distance);
            else faults.push(`${frame}: not compared with ${page}`);
          }
          const least = Math.min(...distances);
          const most = Math.max(...distances);
          const mean = distances.reduce((sum, d) => sum + d, 0) / distances.length;
          if (other.id === id && most >= OWN_BELOW)
            faults.push(`${page} and ${other.id}: ${most.toFixed(3)}`);
          if (other.id !== id && least <= OTHERS_ABOVE)
            faults.push(`${page} and ${other.id}: ${least.toFixed(3)}`);
          const text = `${least.toFixed(2)} / ${mean.toFixed(2)} / ${most.toFixed(2)}`;
          cells.push(other.id === id ? `**${text}**` : text);
        }
        rows.push(`| ${page} | ${cells.join(' | ')} |`);
      }
    const head = ['page', ...sitters.map(({ id }) => id)];
    return {
      table: [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows].join('\n'),
      faults,
    };
  } finally {
    await browser.close();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      in: { type: 'string', default: join(ROOT, 'resources/specimens') },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) console.log(HELP);
  else {
    const { table, faults } = await measureSpecimens(resolve(values.in));
    console.log(table);
    for (const fault of faults) console.error(fault);
    process.exitCode = faults.length ? 1 : 0;
  }
}
