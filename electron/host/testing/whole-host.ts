import { rmSync } from 'node:fs';
import { expect, onTestFinished } from 'vitest';
import { channelPair, documentField, type HostForVisitor, link, type StepOf } from '../../contract/index.ts';
import { fileKeyProvider, type Host, type HostOptions, startHost } from '../index.ts';
import { fakeReaders, freshDirectory, resourcesDirectory, selfie } from './index.ts';

/** What a host needs, in a folder that is gone after the test. */
export function setUp(directory = freshDirectory()) {
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

/** A host that is stopped after the test. */
export async function started(options: HostOptions): Promise<Host> {
  const host = await startHost(options);
  onTestFinished(() => host.stop().catch(() => {}));
  return host;
}

/** One of the host's windows, without a window. */
export function window<Window extends object>(host: Host, role: 'visitor' | 'staff') {
  const [near, far] = channelPair();
  host.attach(role, far);
  return link<Window>(near, { changed: () => {} }).remote;
}

/** Walks to the offer with a face engine that measures, and the host that judges what it measured. */
export async function walkToOffer(
  host: Host,
  readers: ReturnType<typeof fakeReaders>,
): Promise<StepOf<'offer'>> {
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
