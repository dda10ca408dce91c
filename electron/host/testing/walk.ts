import { redeemOffer } from '../../../e2e/wallet/index.ts';
import type { StepName, StepOf, VisitorCommand, VisitorSnapshot } from '../../contract/index.ts';
import type { Kit } from './kit.ts';

export const selfie = (word = 'selfie') => new TextEncoder().encode(`${word} of nobody`);

/** The steps of a whole self-service visit, in order. */
export const wholeVisit: StepName[] = [
  'language',
  'wallet',
  'pairing',
  'introduction',
  'details',
  'consent',
  'document-choice',
  'document-guidance',
  'document-reading',
  'document-review',
  'face-guidance',
  'face-capture',
  'offer',
  'success',
  'ended',
];

/** What the visitor does at this step; true when there was something to do. */
export async function actAt(kit: Kit, snapshot: VisitorSnapshot): Promise<boolean> {
  const { visitor, readers } = kit;
  const { step } = snapshot;
  const send = async (command: VisitorCommand) => (await visitor.remote.command(command)).ok;
  switch (step.name) {
    case 'attract':
      return send({ type: 'visit.start' });
    case 'language':
      return send({ type: 'visit.set-language', language: 'en' });
    case 'wallet':
      return send({ type: 'wallet.confirm', wallet: 'other' });
    case 'pairing':
    case 'introduction':
    case 'document-guidance':
    case 'face-guidance':
    case 'success':
      return send({ type: 'visit.continue', step: step.name });
    case 'details':
      return send({
        type: 'details.submit',
        givenNames: 'Maja',
        familyName: 'Lindqvist',
        email: 'maja@example.org',
      });
    case 'consent':
      return send({
        type: 'consent.give',
        terms: true,
        biometric: true,
        termsHash: step.terms.hash,
        biometricHash: step.biometric.hash,
      });
    case 'document-choice':
      return send({ type: 'document.choose', country: 'UTO', documentType: 'passport' });
    case 'document-reading':
      if (step.phase === 'scanning') return false;
      readers.swipe();
      return true;
    case 'document-review':
      return send({ type: 'document.submit', confirmed: confirmedOf(step) });
    case 'face-capture':
      await send({ type: 'face.camera', state: 'live', label: 'Test camera' });
      return send({ type: 'face.submit', frames: [selfie(), selfie('second selfie')] });
    case 'offer':
      if (step.state !== 'waiting') return false;
      await redeem(step);
      return true;
    default:
      return false;
  }
}

/** What the visitor was asked to compare, and found right. */
export function confirmedOf({ fields }: StepOf<'document-review'>) {
  return fields.filter(({ confirm }) => confirm).map(({ field }) => field);
}

/** The phone. */
export async function redeem(step: StepOf<'offer'>, txCode = step.txCode) {
  await redeemOffer(step.offerUri ?? '', txCode === null ? {} : { txCode });
}

/** Walks on, as visitor, reader and phone, until the step is reached. */
export async function walkTo(kit: Kit, goal: StepName): Promise<VisitorSnapshot> {
  let snapshot = await kit.visitor.until(() => true);
  for (let moves = 0; moves < 60; moves += 1) {
    if (snapshot.step.name === goal && (goal !== 'offer' || (snapshot.step as StepOf<'offer'>).offerUri)) {
      return snapshot;
    }
    const { revision, step } = snapshot;
    await actAt(kit, snapshot);
    snapshot = await kit.visitor.until(
      (now) => now.step.name !== step.name || (now.revision > revision && waitsForUs(now)),
    );
  }
  throw new Error(`never came to ${goal}, but to ${snapshot.step.name}`);
}

function waitsForUs({ step }: VisitorSnapshot): boolean {
  if (step.name === 'document-reading') return step.phase !== 'scanning' && step.phase !== 'reading';
  return step.name === 'offer'
    ? step.state === 'waiting' && step.offerUri !== null
    : step.name !== 'deciding';
}
