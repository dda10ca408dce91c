import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HostForStaff, HostForVisitor } from '../contract/index.ts';
import { startHost } from './index.ts';
import { redeem } from './testing/index.ts';
import { attachVisionPage } from './testing/vision-page.ts';
import { setUp, started, walkToOffer, window } from './testing/whole-host.ts';

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
