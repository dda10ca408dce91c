import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Check, StepOf } from '../contract/index.ts';
import { channelPair, type HostForStaff, type HostForVisitor, link } from '../contract/index.ts';
import { readersOver } from './devices/readers-over-drivers.ts';
import { fileKeyProvider, startHost } from './index.ts';
import { forkDrivers, superviseDrivers } from './station/index.ts';
import { freshDirectory, resourcesDirectory } from './testing/index.ts';
import { attachVisionPage } from './testing/vision-page.ts';

it('a simulated chip is read through the driver process that carries it, killed in the middle', async () => {
  const directory = freshDirectory();
  const lives: { kill(): void }[] = [];
  const drivers = superviseDrivers({
    spawn() {
      const life = forkDrivers({
        entry: join(import.meta.dirname, '../../native-drivers/main.ts'),
        args: [
          '--simulate',
          '--specimens',
          join(resourcesDirectory, 'specimens'),
          '--webcam',
          join(directory, 'film'),
        ],
      });
      lives.push(life);
      return life;
    },
  });
  onTestFinished(() => drivers.stop());
  const host = await startHost({
    dataDirectory: directory,
    resourcesDirectory,
    stationFile: null,
    simulated: true,
    keyProvider: fileKeyProvider,
    readers: () => readersOver(drivers),
    shell: { visitEnded() {}, openVision() {} },
  });
  onTestFinished(() => host.stop().catch(() => {}));
  attachVisionPage(host);
  await host.visionReady();
  const open = <Window extends object>(role: 'visitor' | 'staff') => {
    const [near, far] = channelPair();
    host.attach(role, far);
    return link<Window>(near, { changed: () => {} }).remote;
  };
  const visitor = open<HostForVisitor>('visitor');
  const staff = open<HostForStaff>('staff');
  expect((await staff.snapshot()).trust.simulated).toBe(true);
  const chip = async () =>
    ((await visitor.snapshot()).step as StepOf<'document-reading'>).chip?.state ?? null;
  const until = (state: string, timeout = 30_000) => expect.poll(chip, { timeout, interval: 20 }).toBe(state);
  await expect
    .poll(() => drivers.devices().filter(({ state }) => state === 'ready').length, { timeout: 30_000 })
    .toBeGreaterThan(2);

  await visitor.command({ type: 'visit.start' });
  await visitor.command({ type: 'visit.set-language', language: 'en' });
  await visitor.command({ type: 'wallet.confirm', wallet: 'other' });
  await visitor.command({ type: 'visit.continue', step: 'pairing' });
  await visitor.command({ type: 'visit.continue', step: 'introduction' });
  await visitor.command({ type: 'details.submit', givenNames: 'A', familyName: 'B', email: 'a@example.org' });
  const { terms, biometric } = (await visitor.snapshot()).step as StepOf<'consent'>;
  const hashes = { termsHash: terms.hash, biometricHash: biometric.hash };
  await visitor.command({ type: 'consent.give', terms: true, biometric: true, ...hashes });
  await visitor.command({ type: 'document.choose', country: 'UTO', documentType: 'passport' });
  await visitor.command({ type: 'visit.continue', step: 'document-guidance' });
  const person = 'henrik';
  await drivers.simulate({ type: 'present', person, document: 'passport' });
  await until('lay-on', 60_000);
  await drivers.simulate({ type: 'lay-chip' });
  await expect.poll(chip, { timeout: 30_000, interval: 5 }).toMatch(/opening|reading|proving/);
  lives.at(-1)?.kill();
  await until('moved');
  // Who carries the simulation has forgotten what lay where.
  await expect.poll(() => drivers.health(), { timeout: 30_000 }).toMatchObject({ state: 'up', restarts: 1 });
  await expect
    .poll(() => drivers.devices().filter(({ state }) => state === 'ready').length, { timeout: 30_000 })
    .toBeGreaterThan(2);
  await drivers.simulate({ type: 'present', person, document: 'passport' });
  await drivers.simulate({ type: 'lay-chip' });
  await expect
    .poll(async () => (await visitor.snapshot()).step.name, { timeout: 60_000 })
    .toBe('document-review');
  await staff.command({ type: 'staff.take-over' });
  const review = (await staff.snapshot()).visit;
  expect(review?.fields?.every(({ from }) => from[0] === 'chip')).toBe(true);
  await staff.command({ type: 'staff.observe', genuine: true, samePerson: true });
  await staff.command({ type: 'staff.decide', outcome: 'refuse', reason: 'only a test' });
  const checks: Check[] = (await staff.snapshot()).visit?.checks ?? [];
  const outcomes = Object.fromEntries(checks.map(({ check, outcome }) => [check, outcome]));
  expect(outcomes).toMatchObject({ 'passive-authentication': 'passed', 'mrz-chip-match': 'passed' });
}, 180_000);
