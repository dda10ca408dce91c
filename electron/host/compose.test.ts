import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  channelPair,
  documentField,
  type HostForStaff,
  type HostForVisitor,
  link,
  type StepOf,
} from '../contract/index.ts';
import { fileKeyProvider, type Host, type HostOptions, startHost } from './index.ts';
import { fakeReaders, freshDirectory, redeem, resourcesDirectory, selfie } from './testing/index.ts';
import { attachVisionPage } from './testing/vision-page.ts';

function setUp(directory = freshDirectory()) {
  const readers = fakeReaders();
  const shell = { ended: 0, visitEnded: () => shell.ended++, openVision: () => {} };
  const options: HostOptions = {
    dataDirectory: directory,
    resourcesDirectory,
    stationFile: null,
    simulated: true,
    keyProvider: fileKeyProvider,
    readers: () => readers,
    shell,
  };
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return { readers, shell, options, directory };
}

async function started(options: HostOptions): Promise<Host> {
  const host = await startHost(options);
  onTestFinished(() => host.stop().catch(() => {}));
  return host;
}

function window<Window extends object>(host: Host, role: 'visitor' | 'staff') {
  const [near, far] = channelPair();
  host.attach(role, far);
  return link<Window>(near, { changed: () => {} }).remote;
}

/** Walks to the offer with a face engine that measures, and the host that judges what it measured. */
async function walkToOffer(host: Host, readers: ReturnType<typeof fakeReaders>): Promise<StepOf<'offer'>> {
  const visitor = window<HostForVisitor>(host, 'visitor');
  const at = (name: string, timeout: number) =>
    expect.poll(async () => (await visitor.snapshot()).step.name, { timeout }).toBe(name);
  await visitor.command({ type: 'visit.start' });
  await visitor.command({ type: 'visit.set-language', language: 'en' });
  await visitor.command({ type: 'wallet.confirm', wallet: 'other' });
  await visitor.command({ type: 'visit.continue', step: 'pairing' });
  await visitor.command({ type: 'visit.continue', step: 'introduction' });
  await visitor.command({
    type: 'details.submit',
    givenNames: 'Maja',
    familyName: 'Lindqvist',
    email: 'maja@example.org',
  });
  const { terms, biometric } = (await visitor.snapshot()).step as StepOf<'consent'>;
  await visitor.command({
    type: 'consent.give',
    terms: true,
    biometric: true,
    termsHash: terms.hash,
    biometricHash: biometric.hash,
  });
  await visitor.command({ type: 'document.choose', country: 'UTO', documentType: 'passport' });
  readers.swipe();
  await at('document-review', 15_000);
  await visitor.command({ type: 'document.submit', confirmed: [...documentField.options] });
  await visitor.command({ type: 'visit.continue', step: 'face-guidance' });
  await visitor.command({ type: 'face.submit', frames: [selfie()] });
  await at('offer', 3_000);
  await expect.poll(async () => ((await visitor.snapshot()).step as StepOf<'offer'>).state).toBe('waiting');
  return (await visitor.snapshot()).step as StepOf<'offer'>;
}

describe('the host', () => {
  test('walks a visit with a measuring face engine, and an offer outlives its restart', async () => {
    const { readers, options } = setUp();
    const host = await startHost(options);
    attachVisionPage(host);
    await host.visionReady();
    expect(host.trustAnchorPem).toContain('BEGIN CERTIFICATE');
    const offer = await walkToOffer(host, readers);
    const face = (await window<HostForStaff>(host, 'staff').snapshot()).visit?.checks.find(
      ({ check }) => check === 'face-match',
    );
    expect(face).toMatchObject({ outcome: 'passed', facts: { threshold: 0.472 } });
    await host.stop();

    const again = await started(options);
    expect(again.issuerUrl).toBe(host.issuerUrl);
    expect(again.trustAnchorPem).toBe(host.trustAnchorPem);
    const visitor = window<HostForVisitor>(again, 'visitor');
    expect(await visitor.snapshot()).toMatchObject({ resumed: true, step: { offerUri: offer.offerUri } });
    await redeem(offer);
    await expect.poll(async () => (await visitor.snapshot()).step.name).toBe('success');
  });

  test('compares a face that is another as another', async () => {
    const { readers, options } = setUp();
    const host = await started(options);
    attachVisionPage(host, 0.9);
    await expect(walkToOffer(host, readers)).rejects.toThrow();
    const { visit } = await window<HostForStaff>(host, 'staff').snapshot();
    expect(visit).toMatchObject({ step: 'face-capture' });
    expect(visit?.checks.find(({ check }) => check === 'face-match')).toMatchObject({ outcome: 'failed' });
  });

  test('leaves every face to staff when the model the station names cannot be used, and says so', async () => {
    const { readers, options, directory } = setUp();
    const station = join(directory, 'station.json');
    mkdirSync(join(directory, 'model'));
    writeFileSync(join(directory, 'model', 'model.json'), '{}');
    writeFileSync(station, JSON.stringify({ faceModel: './model' }));
    const host = await started({ ...options, stationFile: station });
    attachVisionPage(host, 0.01);
    await expect(walkToOffer(host, readers)).rejects.toThrow();
    const { visit, notices, health } = await window<HostForStaff>(host, 'staff').snapshot();
    expect(visit).toMatchObject({ step: 'referred' });
    expect(visit?.checks.find(({ check }) => check === 'face-match')).toMatchObject({
      outcome: 'not-checked',
      reason: 'model-uncalibrated',
      facts: { problem: 'face-model/malformed' },
    });
    expect(notices.map(({ code }) => code)).toContain('face-model/uncalibrated');
    expect(health.find(({ part }) => part === 'models')).toMatchObject({ state: 'degraded' });
  });

  test('takes another port when its own is taken, and serves', async () => {
    const { options } = setUp();
    const first = await startHost(options);
    await first.stop();
    const { port } = new URL(first.issuerUrl);
    const squatter = createServer().listen(Number(port), '127.0.0.1');
    onTestFinished(() => void squatter.close());
    const second = await started(options);
    expect(second.issuerUrl).not.toBe(first.issuerUrl);
  });

  test('tells who wears out its clock: ticks by itself, closes what ended, hands the window back', async () => {
    const { options, shell } = setUp();
    const host = await started(options);
    const visitor = window<HostForVisitor>(host, 'visitor');
    await visitor.command({ type: 'visit.start' });
    await visitor.command({ type: 'visit.cancel' });
    await expect.poll(() => shell.ended, { timeout: 6_000 }).toBe(1);
    expect((await visitor.snapshot()).step.name).toBe('attract');
  });

  test('that cannot start lets go of everything it took', async () => {
    const { options, directory } = setUp();
    const station = join(directory, 'station.json');
    const squatter = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void squatter.close());
    await new Promise((resolve) => squatter.once('listening', resolve));
    const { port } = squatter.address() as { port: number };
    writeFileSync(station, JSON.stringify({ issuer: { port } }));
    await expect(startHost({ ...options, stationFile: station })).rejects.toMatchObject({
      code: 'credentials/listen-failed',
    });
    writeFileSync(station, '{"unknown":true}');
    await expect(startHost({ ...options, stationFile: station })).rejects.toMatchObject({
      code: 'station/resource-malformed',
    });
    const host = await started(options);
    expect((await window<HostForVisitor>(host, 'visitor').snapshot()).outOfService).toBeNull();
    await expect(startHost(options)).rejects.toMatchObject({ code: 'vault/locked' });
  });
});
