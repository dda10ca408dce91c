import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WindowClient } from '../../e2e/kiosk/client.ts';
import type { Specimen } from '../../e2e/visit/walker.ts';
import { redeemOffer, verifyCredential } from '../../e2e/wallet/index.ts';
import type { StepName, VisitorCommand, VisitorSnapshot } from '../../electron/contract/index.ts';
import type { Desk } from './desk.ts';
import { resourcesFolder } from './station.ts';

export type Visitor = WindowClient<'visitor'>;

export type Frame = Uint8Array<ArrayBuffer>;

export interface Guest {
  specimen: Specimen;
  /** What the camera sees, JPEG; as many as the window sends. */
  frames: Frame[];
}

/** The first three of the pictures that the specimen's webcam film is made of. */
export function framesOf(person: string): Frame[] {
  const folder = join(resourcesFolder(), 'specimens', person);
  const names = readdirSync(folder)
    .filter((name) => /^webcam-\d+\.jpg$/.test(name))
    .sort();
  return names.slice(0, 3).map((name) => new Uint8Array(readFileSync(join(folder, name))));
}

/** @throws Error with the refusal's code */
export async function send({ remote }: Visitor, command: VisitorCommand): Promise<void> {
  const { ok, error } = await remote.command(command);
  if (!ok) throw new Error(`${command.type} was refused: ${error?.code}`);
}

type Step<Name extends StepName> = Extract<VisitorSnapshot['step'], { name: Name }>;

/** What leads on from a step; null when the step goes on by itself. */
async function answer(
  { station, kiosk }: Desk,
  visitor: Visitor,
  { specimen, frames }: Guest,
  snapshot: VisitorSnapshot,
): Promise<VisitorCommand | null> {
  const { step } = snapshot;
  switch (step.name) {
    case 'attract':
    case 'ended':
      return { type: 'visit.start' };
    case 'language':
      return { type: 'visit.set-language', language: 'en' };
    case 'wallet':
      return { type: 'wallet.confirm', wallet: step.wallets[0]!.id };
    case 'pairing':
    case 'introduction':
    case 'document-guidance':
    case 'face-guidance':
    case 'success':
      return { type: 'visit.continue', step: step.name };
    case 'details': {
      const { givenNames, familyName } = specimen;
      return { type: 'details.submit', givenNames, familyName, email: 'specimen@example.org' };
    }
    case 'consent': {
      const { terms, biometric } = step;
      return {
        type: 'consent.give',
        terms: true,
        biometric: true,
        termsHash: terms.hash,
        biometricHash: biometric.hash,
      };
    }
    case 'document-choice':
      return { type: 'document.choose', country: specimen.issuer, documentType: 'passport' };
    case 'document-reading': {
      const { id: person, document } = specimen;
      const { ok, error } = await station.remote.simulate({ type: 'present', person, document });
      if (!ok) throw new Error(`the document could not be presented: ${error?.code}`);
      return null;
    }
    case 'document-review':
      return {
        type: 'document.submit',
        confirmed: step.fields.filter(({ confirm }) => confirm).map(({ field }) => field),
      };
    case 'face-capture':
      await send(visitor, { type: 'face.camera', state: 'live', label: 'Specimen camera' });
      return { type: 'face.submit', frames };
    case 'offer':
      await redeem(visitor, await kiosk.issuer);
      return null;
    default:
      return null;
  }
}

async function redeem(visitor: Visitor, issuer: { trustAnchor: string }) {
  const { step } = await visitor.until(
    ({ step }) => step.name !== 'offer' || step.state === 'waiting' || step.state === 'failed',
  );
  const offer = step as Step<'offer'>;
  if (offer.name !== 'offer' || !offer.offerUri) throw new Error('no offer was made');
  const { credential } = await redeemOffer(offer.offerUri, offer.txCode ? { txCode: offer.txCode } : {});
  await verifyCredential(credential, issuer.trustAnchor);
}

const closing: ReadonlySet<StepName> = new Set(['refused', 'referred']);

/**
 * Leads a visit on from where it is until `goal` is shown, as fast as the kiosk allows.
 * @throws Error when a step does not go on, is refused, or the visit takes another end
 */
export async function visitUntil(
  desk: Desk,
  visitor: Visitor,
  guest: Guest,
  goal: StepName,
): Promise<VisitorSnapshot> {
  for (let first = true; ; first = false) {
    const snapshot = visitor.latest();
    const { name } = snapshot.step;
    if (name === goal && !(first && goal === 'ended')) return snapshot;
    if (closing.has(name)) throw new Error(`the visit ended at ${name}`);
    const command = await answer(desk, visitor, guest, snapshot);
    if (command) await send(visitor, command);
    // A visit begun on the last one's closing screen shows the first screen for a moment.
    const begins = command?.type === 'visit.start';
    await visitor.until(({ step }) => step.name !== name && !(begins && step.name === 'attract'));
  }
}
