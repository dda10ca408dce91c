/** Reads the pages of a folder over and over in the page thread and prints what that took: `worker-process.ts FOLDER TIMES`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesOverWorker } from '../../electron/host/workers/pages-over-worker.ts';
import type { WorkerFigures } from './worker.ts';

const [folder, times] = process.argv.slice(2) as [string, string];
const resident = () => process.memoryUsage().rss / 2 ** 20;
const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
const before = resident();
const pages = pagesOverWorker({ net: join(import.meta.dirname, '../../resources/mrz-net') });
const today = new Date();
const figures: WorkerFigures = { before, samples: [] };
for (let i = 0; i < Number(times); i += 1) {
  const start = performance.now();
  await pages.read(files[i % files.length]!, today);
  figures.samples.push({ resident: resident(), ms: performance.now() - start });
}
await pages.stop();
process.stdout.write(JSON.stringify(figures));
