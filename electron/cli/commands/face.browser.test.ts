import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { actingOrder, writeMjpeg } from '../../../native-drivers/simulator/mjpeg.ts';
import { loadSpecimens } from '../../../native-drivers/simulator/specimens.ts';
import { chromiumPath } from '../../../renderer/vision/testing/browser.ts';
import { buildVision, modelsFolder } from '../../browser/testing/build-vision.ts';
import { boundToThisBuild, openFaceModel } from '../../host/faces/slot/index.ts';
import { main } from '../main.ts';
import { memoryIo } from '../memory-io.fixture.ts';

const specimens = join(import.meta.dirname, '../../../resources/specimens');
const people = ['amara', 'henrik', 'meilin', 'tomas'];
const photo = (person: string, name: string) => join(specimens, person, name);

async function run(...words: string[]) {
  const io = memoryIo([]);
  const code = await main(['face', ...words], io);
  const lines = io.written.out.trim();
  return {
    code,
    err: io.written.err,
    out: lines,
    answer: lines.startsWith('{') ? JSON.parse(lines.split('\n{')[0]!) : null,
  };
}

describe('a command line that cannot be meant', () => {
  it.each([
    [['compare', 'one.jpg']],
    [['compare', 'a.jpg', 'b.jpg', '--portrait', 'passport']],
    [['compare', 'a.jpg', 'b.jpg', '--rate', '2']],
    [['quality']],
    [['pairs']],
    [['pairs', 'list', '--degrade', 'all']],
    [['calibrate', '--pairs', 'list']],
    [['liveness', 'a.mjpeg']],
    [['liveness', 'a.mjpeg', '--challenge', 'wink']],
    [['liveness', 'a.mjpeg', '--challenge', 'blink,blink']],
    [['liveness', 'a.mjpeg', '--challenge', 'blink', '--at', '1,2']],
    [['liveness', 'a.mjpeg', '--challenge', 'blink,smile', '--at', '2,1']],
    [['liveness', 'a.mjpeg', '--challenge', 'blink', '--fps', '0']],
    [['liveness', '--challenge', 'blink']],
  ])('is refused before anything starts: %s', async (words) => {
    expect(await run(...words)).toMatchObject({ code: 2, out: '' });
  });

  it('and files that are not there are named', async () => {
    expect((await run('compare', 'none.jpg', 'none.jpg')).err).toContain('input/file');
    expect((await run('pairs', 'no-list.txt')).err).toContain('input/file');
    expect((await run('liveness', 'none.mjpeg', '--challenge', 'blink')).err).toContain('input/file');
  });
});

describe.skipIf(!chromiumPath)('the face commands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-face-cli-'));
  const list = join(folder, 'pairs.txt');
  let page: Awaited<ReturnType<typeof buildVision>>;

  beforeAll(async () => {
    page = await buildVision();
    vi.stubEnv('PROOFDESK_RENDERER', page.renderer);
    const pairs = people.flatMap((person, k) => [
      ...[0, 3, 6].map((n) => `${photo(person, 'portrait.jpg')}\t${photo(person, `webcam-0${n}.jpg`)}\t1`),
      ...[1, 2, 3].map((n) => {
        const other = people[(k + n) % people.length]!;
        return `${photo(person, 'portrait.jpg')}\t${photo(other, 'webcam-00.jpg')}\t0`;
      }),
    ]);
    writeFileSync(list, pairs.join('\n'));
    writeFileSync(join(folder, 'text.jpg'), 'no picture');
  }, 300_000);
  afterAll(() => {
    vi.unstubAllEnvs();
    page?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('compare says match, no match, and not compared', async () => {
    const same = await run('compare', photo('amara', 'portrait.jpg'), photo('amara', 'webcam-00.jpg'));
    expect(same).toMatchObject({
      code: 0,
      answer: {
        outcome: 'match',
        reason: 'same-person',
        threshold: 0.472,
        referralThreshold: 0.525,
        quality: { portrait: { faces: 1, reasons: [] }, selfie: { faces: 1 } },
        model: expect.stringMatching(/^[0-9a-f]{64}$/),
        ms: expect.any(Number),
      },
    });
    const other = await run(
      ...['compare', photo('amara', 'portrait.jpg'), photo('henrik', 'webcam-00.jpg')],
      ...['--portrait', 'chip', '--rate', '0.001', '--referral-rate', '0.0001'],
    );
    expect(other.answer).toMatchObject({ outcome: 'no-match', threshold: 0.532, referralThreshold: 0.468 });
    const none = await run('compare', photo('amara', 'portrait.jpg'), join(folder, 'text.jpg'));
    expect(none).toMatchObject({
      code: 0,
      answer: { outcome: 'not-compared', reason: 'image-unreadable', picture: 'selfie', score: null },
    });
  }, 300_000);

  it('quality answers for every file', async () => {
    const { code, out, err } = await run(
      'quality',
      photo('henrik', 'webcam-00.jpg'),
      join(folder, 'text.jpg'),
      'none.jpg',
    );
    const [good, bad, missing] = out.split('\n').map((line) => JSON.parse(line));
    expect(good).toMatchObject({ outcome: 'good', reasons: [], faces: 1 });
    expect(good.scores.sharpness).toBeGreaterThan(50);
    expect(bad).toMatchObject({ outcome: 'unreadable', reasons: ['image-unreadable'] });
    expect(missing).toMatchObject({ error: { code: 'input/file' } });
    expect(code).toBe(1);
    expect(err).toContain('input/refused');
  }, 60_000);

  it('pairs measures, counts what it could not find, and draws', async () => {
    const plot = join(folder, 'det.svg');
    writeFileSync(
      join(folder, 'with-text.txt'),
      `${readFileSync(list, 'utf8')}\ntext.jpg\t${photo('amara', 'webcam-00.jpg')}\t0`,
    );
    const { code, answer } = await run(
      'pairs',
      join(folder, 'with-text.txt'),
      '--degrade',
      'portrait',
      '--plot',
      plot,
    );
    expect(code).toBe(0);
    expect(answer).toMatchObject({
      degraded: 'portrait',
      images: 17,
      notDetected: { images: 1, paths: [join(folder, 'text.jpg')] },
      people: 'folders',
      pairs: { same: 12, different: 13, notCompared: 1 },
      accuracy: { mean: 1, folds: 10 },
      equalErrorRate: { rate: 0 },
      // Sixteen pictures, degraded, against the twelve of others as they are.
      differentPeople: 16 * 12,
      intervals: 'Wilson, 95 %',
    });
    expect(answer.falseNonMatch[0]).toMatchObject({ falseMatchRate: 0.01, rate: 0 });
    expect(answer.falseNonMatch[2]).toEqual({
      falseMatchRate: 0.0001,
      threshold: null,
      rate: null,
      interval: null,
    });
    expect(answer.msPerImage.embed).toBeGreaterThan(0);
    expect(readFileSync(plot, 'utf8')).toMatch(/^<svg[\s\S]*192 of different people/);
  }, 300_000);

  it('liveness says whether somebody in a film did what was asked', async () => {
    const film = join(folder, 'film.mjpeg');
    const [tomas] = (await loadSpecimens(specimens)).filter(({ id }) => id === 'tomas');
    const acts = ['turn-left', 'blink'].map((act) => tomas!.acts[act]!);
    const order = actingOrder(
      2,
      acts.map(({ length }) => length),
    );
    const stills = [...tomas!.frames.slice(0, 2), ...acts.flat()].map((file) => readFileSync(file));
    await writeMjpeg(stills, film, { shows: order });
    const asked = (...challenge: string[]) =>
      run('liveness', film, '--simulated', '--challenge', ...challenge);
    const done = await asked('turn-left,blink');
    expect(done).toMatchObject({ code: 0, answer: { outcome: 'passed', reason: 'challenge-answered' } });
    expect(done.answer.facts['turn-left degrees']).toBeGreaterThan(20);
    expect(done.answer.frames).toBeGreaterThan(40);
    const other = await asked('turn-right,blink', '--at', '1.4,4.6');
    expect(other.answer).toMatchObject({ outcome: 'failed', reason: 'action-not-seen' });
    const camera = await run('liveness', film, '--challenge', 'turn-left,blink');
    expect(camera.answer).toMatchObject({ outcome: 'failed', reason: 'frames-repeated' });

    const broken = join(folder, 'broken');
    mkdirSync(broken);
    for (let k = 0; k < 12; k += 1)
      writeFileSync(join(broken, `${k}.jpg`), k === 7 ? 'no picture' : stills[0]!);
    expect((await run('liveness', broken, '--challenge', 'blink', '--fps', '9')).answer).toMatchObject({
      outcome: 'not-checked',
      reason: 'image-unreadable',
    });
  }, 300_000);

  it('pairs does not take a picture that is not there for one without a face', async () => {
    const lines = `${photo('amara', 'portrait.jpg')}\tgone.jpg\t1`;
    writeFileSync(join(folder, 'gone.txt'), lines);
    const { code, out, err } = await run('pairs', join(folder, 'gone.txt'));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('input/file');
  }, 300_000);

  it('calibrate writes what it measured, and a kiosk does not decide by too little', async () => {
    const bytes = readFileSync(join(modelsFolder, 'face_embedder.tflite'));
    const descriptor = {
      schema: 1,
      name: 'dlib, again',
      licence: 'public domain',
      file: 'dlib.tflite',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      format: 'tflite',
      input: { width: 150 },
      dimensions: 128,
      metric: 'euclidean',
      alignment: 'dlib-5',
      paddings: [0.25],
    };
    writeFileSync(join(folder, 'dlib.tflite'), bytes);
    writeFileSync(join(folder, 'model.json'), JSON.stringify(descriptor));
    const pictures = [photo('amara', 'portrait.jpg'), photo('amara', 'webcam-00.jpg')];
    const before = await run('compare', ...pictures, '--model', folder);
    expect(before.answer).toMatchObject({
      outcome: 'not-compared',
      reason: 'model-uncalibrated',
      threshold: null,
    });
    expect(before.answer.score).toBeLessThan(0.3);

    const { code, err } = await run('calibrate', '--pairs', list, '--model', folder, '--data', 'specimens');
    expect(code).toBe(1);
    expect(err).toContain('face-model/calibration-too-small');
    const report = JSON.parse(readFileSync(join(folder, 'calibration.json'), 'utf8'));
    const { setup, problem } = await openFaceModel(folder);
    expect(problem).toBe('calibration-too-small');
    expect(report).toMatchObject({
      boundTo: boundToThisBuild(setup),
      data: { name: 'specimens', images: 16 },
    });
    expect(report.measured.map(({ portrait }: { portrait: string }) => portrait)).toEqual(['chip', 'page']);

    // With thresholds that enough comparisons stand behind the same model decides.
    const threshold = { portrait: 'page', distanceOfMean: null, comparisonsOfMean: 0, comparisons: 400_000 };
    report.thresholds = [
      { ...threshold, falseMatchRate: 0.0001, distance: 0.1 },
      { ...threshold, falseMatchRate: 0.001, distance: 0.3 },
    ];
    writeFileSync(join(folder, 'calibration.json'), JSON.stringify(report));
    const after = await run('compare', ...pictures, '--model', folder);
    expect(after.answer).toMatchObject({ outcome: 'not-sure', threshold: 0.1, referralThreshold: 0.3 });
    expect(after.answer.score).toBe(before.answer.score);
  }, 400_000);
});
