import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { specimenIds } from '../../e2e/demo/specimens.ts';
import { type PairList, readPairList } from '../../electron/cli/face/pair-list.ts';
import { resourcesFolder } from '../lib/station.ts';

/** Frames of each person; the other packages take seconds for a picture. */
const FRAMES = ['webcam-00.jpg', 'webcam-03.jpg', 'webcam-06.jpg'];

/** The specimens' portraits against three frames of everybody: 12 pairs of one person, 36 of two. */
export async function specimenPairs(): Promise<PairList> {
  const people = specimenIds();
  const file = (person: string, name: string) => join(resourcesFolder(), 'specimens', person, name);
  const lines = people.flatMap((a) =>
    people.flatMap((b) =>
      FRAMES.map((frame) => [file(a, 'portrait.jpg'), file(b, frame), Number(a === b)].join('\t')),
    ),
  );
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-bench-pairs-'));
  try {
    writeFileSync(join(folder, 'pairs.txt'), lines.join('\n'));
    return await readPairList(join(folder, 'pairs.txt'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
