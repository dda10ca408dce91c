import { CodedError } from '../../contract/index.ts';
import type { Faces, Issuing, LivenessEvidence, Pages, Readers } from '../ports.ts';
import { type Vault, VaultError } from '../vault/index.ts';
import { type HostCommand, isToWithdraw, portraitOf, stageOf, type Visit } from '../visit/index.ts';
import { cropPortrait, readPage, scanPage } from './page-work.ts';

/** Work that the visit's state calls for. The key makes each piece of work happen once. */
export interface Effect {
  kind:
    | 'scan-page'
    | 'read-page'
    | 'crop-portrait'
    | 'compare-faces'
    | 'withdraw-offer'
    | 'make-offer'
    | 'resolve-proof';
  key: string;
}

const ofStage = { scan: 'scan-page', examine: 'read-page', portrait: 'crop-portrait' } as const;

/**
 * What has to be done now, read from the state alone: after a power cut the same state calls for the same work, so
 * nothing has to be remembered about work in progress.
 */
export function effectOf(id: string, visit: Visit): Effect | null {
  const made = (kind: Effect['kind'], round: number | string): Effect => ({
    kind,
    key: `${id}/${kind}/${round}`,
  });
  if (visit.step === 'document-reading') {
    const { at } = stageOf(visit);
    const kind = at in ofStage ? ofStage[at as keyof typeof ofStage] : null;
    return kind && made(kind, `${visit.readings}.${visit.document?.scans ?? 0}`);
  }
  if (visit.step === 'deciding' && visit.selfies.length > 0) return made('compare-faces', visit.faceAttempts);
  if (visit.offer && isToWithdraw(visit.offer)) return made('withdraw-offer', visit.offer.id ?? '');
  if (visit.step === 'offer' && visit.offer?.state === 'preparing')
    return made('make-offer', `${visit.offer.renewals}.${visit.offer.switches}`);
  if (visit.step === 'proof' && visit.profile.presentation === 'off') return made('resolve-proof', 0);
  return null;
}

export interface EffectPorts {
  vault: Vault;
  readers: Readers;
  pages: Pages;
  faces: Faces;
  issuing: Issuing;
  /** What came of the challenge of the attempt that is decided. */
  liveness: (running: { id: string; visit: Visit }) => LivenessEvidence;
}

/** The disk, not the visit, is what is wrong: the same work may succeed when it is done again. */
const passing: ReadonlySet<string> = new Set([
  'vault/disk-full',
  'vault/io',
  'vault/locked',
  'vault/read-only',
  'vault/not-open',
]);

/** Work that is done once and has an outcome; calling an offer back may have to be done again, which calling-back.ts does. */
export type Task = Effect & { kind: Exclude<Effect['kind'], 'withdraw-offer'> };

/**
 * Does the work and says what came of it. A failure is an outcome the visit can go on from, except for the vault's.
 * @throws VaultError when the vault cannot read or write at the moment: the work is to be done again
 */
export async function perform(
  effect: Task,
  id: string,
  visit: Visit,
  ports: EffectPorts,
  trouble: (code: string) => void,
): Promise<HostCommand> {
  const failed = (error: unknown) => {
    if (error instanceof VaultError && passing.has(error.code)) throw error;
    const code = error instanceof CodedError ? error.code : 'host/unexpected';
    trouble(code);
    return code;
  };
  switch (effect.kind) {
    case 'scan-page':
      return scanPage(id, ports).catch((error) => ({ type: 'page.not-scanned', reason: failed(error) }));
    case 'read-page':
      return readPage(id, visit, ports, failed);
    case 'crop-portrait':
      return cropPortrait(id, visit, ports, failed).catch((error) => ({
        type: 'portrait.missing',
        reason: failed(error),
      }));
    case 'compare-faces':
      return compareFaces(id, visit, ports).catch((error) => {
        failed(error);
        return { type: 'face.compared', problem: 'engine', checks: [] };
      });
    case 'make-offer':
      return ports.issuing
        .offer(id, visit)
        .then((offer): HostCommand => ({ type: 'offer.created', ...offer }))
        .catch(
          async (error): Promise<HostCommand> =>
            (await givenBefore(error, id, visit, ports)) ?? { type: 'offer.failed', code: failed(error) },
        );
    case 'resolve-proof':
      return { type: 'proof.resolved', outcome: 'not-checked', reason: 'not-asked' };
  }
}

/** Whoever issues says that the visit has its credential, on an offer of before. */
const saidGivenBefore: ReadonlySet<string> = new Set([
  'credentials/issued-before',
  'kiosk-hub/already-issued',
]);

/** A wallet took what was before in its last moment: then the visit has that. Null when it is not known to be so. */
async function givenBefore(
  error: unknown,
  id: string,
  { offer }: Visit,
  { issuing }: EffectPorts,
): Promise<HostCommand | null> {
  const offerId = offer?.replaces ?? offer?.expired ?? null;
  if (offerId === null || !(error instanceof CodedError) || !saidGivenBefore.has(error.code)) return null;
  const news = await issuing.status(offerId, id).catch(() => null);
  if (news?.state !== 'issued' && news?.state !== 'refused') return null;
  return { type: 'offer.given-before', offerId, state: news.state, confirmed: news.confirmed ?? false };
}

async function compareFaces(
  id: string,
  visit: Visit,
  { faces, vault, liveness }: EffectPorts,
): Promise<HostCommand> {
  const portrait = visit.document && portraitOf(visit.document);
  const bytesOf = async (ref: string) => (await vault.getImage(id, ref)).bytes;
  const reference = portrait && (await bytesOf(portrait.ref));
  const selfies = await Promise.all(visit.selfies.map(bytesOf));
  const { falseMatchRate, referralMatchRate } = visit.policy;
  const wanted = { falseMatchRate, referralMatchRate, portrait: portrait?.from ?? 'page' } as const;
  return {
    type: 'face.compared',
    ...(await faces.compare(reference, selfies, wanted, liveness({ id, visit }))),
  };
}
