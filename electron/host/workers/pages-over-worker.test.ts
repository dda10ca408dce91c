import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { parseMrz } from '../documents/mrz/index.ts';
import { resourcesDirectory } from '../testing/index.ts';
import { type PageWorkerOptions, pagesOverWorker } from './pages-over-worker.ts';

const folder = mkdtempSync(join(tmpdir(), 'proofdesk-page-worker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const net = join(resourcesDirectory, 'mrz-net');
const specimens = join(resourcesDirectory, 'specimens');
const picture = new Uint8Array([1, 2, 3]);
const today = new Date(2026, 10, 23);

function open(options: Partial<PageWorkerOptions> = {}) {
  const pages = pagesOverWorker({ net, ...options });
  onTestFinished(() => pages.stop());
  return pages;
}

/** A page reader that does this with each call; `count` is how many it had, over all of its lives. */
function readerThat(name: string, body: string): string {
  const file = join(folder, `${name}.mjs`);
  const lives = join(folder, `${name}.lives`);
  writeFileSync(lives, '');
  writeFileSync(
    file,
    `import { appendFileSync, readFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     parentPort.on('message', (call) => {
       appendFileSync(${JSON.stringify(lives)}, '.');
       const count = readFileSync(${JSON.stringify(lives)}, 'utf8').length;
       const { id } = call;
       const say = (answer) => parentPort.postMessage(answer);
       ${body}
     });`,
  );
  return file;
}

describe('the page reader', () => {
  test('reads, turns and cuts pictures of documents', async () => {
    const pages = open();
    const person = readdirSync(specimens, { withFileTypes: true }).find((one) => one.isDirectory());
    const page = new Uint8Array(readFileSync(join(specimens, person?.name ?? '', 'page.jpg')));
    const reading = await pages.read(page, today);
    expect(reading.zone?.outcome).toBe('read');
    const mrz = parseMrz(reading.zone?.lines ?? [], { today });
    expect(mrz).toMatchObject({ kind: 'mrz', valid: true });
    const turned = await pages.turn(page, 180);
    const upsideDown = await pages.read(turned, today);
    expect(upsideDown.zone?.lines).toEqual(reading.zone?.lines);
    const part = await pages.cut(page, { x: 0, y: 0, width: 50, height: 40 });
    expect([...part.subarray(0, 2)]).toEqual([0xff, 0xd8]);
    expect(part.length).toBeLessThan(page.length);
  }, 30_000);

  test('says what is wrong with what is no picture, and reads on', async () => {
    const pages = open();
    await expect(pages.read(picture, today)).rejects.toMatchObject({ code: 'page/format' });
    await expect(pages.turn(picture, 90)).rejects.toMatchObject({ code: 'page/format' });
  }, 30_000);

  test('without its net says so', async () => {
    const pages = open({ net: folder });
    await expect(pages.read(picture, today)).rejects.toMatchObject({
      code: 'document-image/net-missing',
    });
  }, 30_000);

  test('that hangs on a picture is started again for the next', async () => {
    const entry = readerThat('hangs', 'if (count === 1) for (;;); say({ id, value: new Uint8Array([9]) });');
    const pages = open({ entry, patience: 1_500 });
    const hung = pages.turn(picture, 90);
    const next = pages.turn(picture, 90);
    await expect(hung).rejects.toMatchObject({ code: 'page/worker-hung' });
    expect(await next).toEqual(new Uint8Array([9]));
  }, 30_000);

  test.each([
    ['throws', 'throw new Error("of a test");'],
    ['exits', 'process.exit(7);'],
    ['outgrows', 'const all = []; for (;;) all.push(new Array(1e5).fill({}));'],
  ])(
    'that %s on a picture is started again for the next',
    async (name, breaks) => {
      const body = `if (count === 1) { ${breaks} } say({ id, value: new Uint8Array([9]) });`;
      const pages = open({ entry: readerThat(name, body), patience: 20_000 });
      await expect(pages.cut(picture, { x: 0, y: 0, width: 1, height: 1 })).rejects.toMatchObject({
        code: 'page/worker-ended',
      });
      expect(await pages.turn(picture, 90)).toEqual(new Uint8Array([9]));
    },
    30_000,
  );

  test('that is not there at all is a failure of the picture, not of the host', async () => {
    const pages = open({ entry: join(folder, 'nothing-here.mjs') });
    await expect(pages.read(picture, today)).rejects.toMatchObject({ code: 'page/worker-ended' });
  });

  test('that answers in another form is not believed', async () => {
    const entry = readerThat(
      'lies',
      'say("?"); say({ id: id + 1, value: 1 }); say({ id, value: { zone: 1 } });',
    );
    const pages = open({ entry });
    await expect(pages.read(picture, today)).rejects.toMatchObject({ code: 'page/malformed' });
    const named = readerThat('names', 'say({ id, error: "a person’s name" });');
    const other = open({ entry: named, patience: 15_000 });
    await expect(other.read(picture, today)).rejects.toMatchObject({ code: 'page/malformed' });
  });

  test('that is stopped takes nothing more', async () => {
    const pages = open();
    await pages.stop();
    await expect(pages.read(picture, today)).rejects.toMatchObject({ code: 'page/stopped' });
  });
});
