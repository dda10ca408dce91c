import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../../renderer/vision/testing/browser.ts';
import { openVisionProcess, type VisionProcess } from './index.ts';
import { buildVision, modelsFolder } from './testing/build-vision.ts';

const specimens = join(import.meta.dirname, '../../resources/specimens');
const picture = (path: string) => new Uint8Array(readFileSync(join(specimens, path)));

describe.skipIf(!chromiumPath)('the face engine on its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-net-log-'));
  const netLog = join(folder, 'net.json');
  let page: Awaited<ReturnType<typeof buildVision>>;
  let engine: VisionProcess;

  beforeAll(async () => {
    page = await buildVision();
    engine = await openVisionProcess({
      renderer: page.renderer,
      models: modelsFolder,
      flags: [`--log-net-log=${netLog}`],
    });
  }, 120_000);
  afterAll(async () => {
    await engine?.close();
    page?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('compares, and embeds as it compares', async () => {
    const portrait = picture('amara/portrait.jpg');
    const selfie = picture('amara/webcam-00.jpg');
    const compared = await engine.vision.compare(portrait, [selfie]);
    const vectors = await Promise.all([
      engine.vision.embed({ image: portrait, as: 'portrait' }),
      engine.vision.embed({ image: selfie, as: 'selfie' }),
    ]);
    const [a, b] = vectors.map((one) => (one.outcome === 'embedded' ? one.vector : []));
    expect(a).toHaveLength(128);
    expect(compared).toMatchObject({ outcome: 'compared' });
    if (compared.outcome !== 'compared') return;
    expect(Math.hypot(...a!.map((value, k) => value - b![k]!))).toBeCloseTo(compared.distance, 6);
    expect(compared.distance).toBeLessThan(0.3);
  });

  it('makes a document’s portrait of a photograph, the same one each time, and still knows the person', async () => {
    const degraded = () => engine.vision.embed({ image: picture('henrik/webcam-03.jpg'), as: 'degraded' });
    const [first, second] = [await degraded(), await degraded()];
    expect(first).toMatchObject({ outcome: 'embedded' });
    if (first.outcome !== 'embedded' || second.outcome !== 'embedded') return;
    expect(first.vector).toEqual(second.vector);
    const clean = await engine.vision.embed({ image: picture('henrik/webcam-03.jpg'), as: 'selfie' });
    if (clean.outcome !== 'embedded') throw new Error('no face');
    const apart = Math.hypot(...first.vector.map((value, k) => value - clean.vector[k]!));
    expect(apart).toBeGreaterThan(0.05);
    expect(apart).toBeLessThan(0.4);
  });

  it('is replaced when it dies under the work', async () => {
    process.kill(engine.pid()!, 'SIGKILL');
    const compared = await engine.vision.compare(picture('tomas/portrait.jpg'), [
      picture('tomas/webcam-01.jpg'),
    ]);
    expect(compared.outcome).toBe('compared');
  });

  it('connects to nothing but its own server', async () => {
    await engine.close();
    const { events, named } = readNetLog(netLog);
    const urls = events.flatMap(({ params }) => params?.url ?? []);
    expect(urls.filter((url) => url.includes('/models/face_embedder.tflite')).length).toBeGreaterThan(0);
    const tcp = named('TCP_CONNECT_ATTEMPT').flatMap(({ params }) => params?.address ?? []);
    expect(tcp.length).toBeGreaterThan(0);
    expect(tcp.filter((address) => !/^127\.0\.0\.1:\d+$/.test(address))).toEqual([]);
    // Chromium asks the system for a route to a public address, by a socket that it sends nothing through.
    expect(named('UDP_BYTES_SENT')).toEqual([]);
    expect(named('DNS_TRANSACTION')).toEqual([]);
  });
});

interface NetEvent {
  type: number;
  params?: { url?: string; address?: string };
}

/** One event a line, after a first one that names their types; the last may be cut short, as Chromium was. */
function readNetLog(path: string) {
  const [first = '', ...lines] = readFileSync(path, 'utf8').split('\n');
  const { constants } = JSON.parse(`${first.replace(/,\s*$/, '')}}`) as {
    constants: { logEventTypes: Record<string, number> };
  };
  const events = lines
    .filter((line) => /^\{.*\},?$/.test(line))
    .map((line) => JSON.parse(line.replace(/,$/, '')) as NetEvent);
  const named = (name: string) => {
    const type = constants.logEventTypes[name];
    if (type === undefined) throw new Error(`this Chromium does not log ${name}`);
    return events.filter((event) => event.type === type);
  };
  return { events, named };
}
