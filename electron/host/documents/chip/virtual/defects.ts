import { generateDhKeyPair } from '../dh/index.ts';
import { generateEcKeyPair } from '../ec/index.ts';
import { type Authority, appointDocumentSigner, foundAuthority, generateKey } from '../issuing/index.ts';
import { bytesOf, concatBytes } from '../tlv/index.ts';
import { type PassportRequest, personalise, type VirtualPassport } from './personalise.ts';
import type { ChipKeyPair, ChipPersonality } from './personality.ts';

/** What can be wrong with the files and keys in a chip. */
export const DOCUMENT_DEFECTS = [
  'none',
  /** A copy of another chip's files, without its private keys. */
  'cloned-chip',
  /** The portrait was exchanged after signing. */
  'changed-portrait',
  /** The zone in the chip was changed after signing. */
  'changed-mrz',
  /** The state signed another hash for the portrait. */
  'wrong-hash',
  /** Signed by a document signer that was no longer valid. */
  'expired-signer',
  /** Signed by a state nobody knows. */
  'unknown-state',
  /** The portrait's file ends before its length. */
  'truncated-file',
  /** The portrait's file claims two gigabytes. */
  'hostile-length',
] as const;
export type DocumentDefect = (typeof DOCUMENT_DEFECTS)[number];

const DG1 = 0x0101;
const DG2 = 0x0102;
const DAY = 86_400_000;

function withFile(
  passport: VirtualPassport,
  id: number,
  change: (file: Uint8Array) => Uint8Array,
): VirtualPassport {
  const application = new Map(passport.personality.application);
  const file = application.get(id);
  if (file) application.set(id, change(file));
  return { ...passport, personality: { ...passport.personality, application } };
}

function flipped(file: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(file);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

function otherPair(key: ChipKeyPair | null): ChipKeyPair | null {
  if (key?.kind === 'ec') return { ...key, pair: generateEcKeyPair(key.curve) };
  return key && { ...key, pair: generateDhKeyPair(key.group) };
}

async function withoutKeys(is: ChipPersonality): Promise<ChipPersonality> {
  const { chipAuthentication, activeAuthentication, mappingKey } = is;
  const agreement = otherPair(chipAuthentication?.key ?? null);
  const signing = activeAuthentication?.key;
  const spec = signing?.kind === 'ec' ? { curve: signing.curve.name } : { rsaBits: 1024 };
  return {
    ...is,
    mappingKey: otherPair(mappingKey),
    chipAuthentication: chipAuthentication && agreement && { ...chipAuthentication, key: agreement },
    activeAuthentication: activeAuthentication && {
      ...activeAuthentication,
      key: await generateKey(spec),
    },
  };
}

/** A passport of `authority`, with something wrong with it. */
export async function issueDefective(
  authority: Authority,
  request: Omit<PassportRequest, 'signer'>,
  defect: DocumentDefect,
): Promise<VirtualPassport> {
  const { issuedAt } = request;
  const signerOf = (state: Authority, notAfter: number) =>
    appointDocumentSigner(state, { notBefore: issuedAt - 90 * DAY, notAfter });
  const signer =
    defect === 'unknown-state'
      ? await signerOf(
          await foundAuthority({ country: authority.name.country, now: authority.notBefore }),
          issuedAt + 3650 * DAY,
        )
      : await signerOf(authority, issuedAt + (defect === 'expired-signer' ? -30 : 3650) * DAY);
  const passport = await personalise({ ...request, signer });
  switch (defect) {
    case 'cloned-chip':
      return { ...passport, personality: await withoutKeys(passport.personality) };
    case 'changed-portrait':
      return withFile(passport, DG2, (file) => flipped(file, file.length - 100));
    case 'changed-mrz':
      return withFile(passport, DG1, (file) => flipped(file, 12));
    case 'wrong-hash': {
      // The same signer, another portrait.
      const other = { ...request.portrait, image: flipped(request.portrait.image, 100) };
      const signed = await personalise({ ...request, portrait: other, signer });
      const dg2 = passport.personality.application.get(DG2);
      return withFile(signed, DG2, (file) => dg2 ?? file);
    }
    case 'truncated-file':
      return withFile(passport, DG2, (file) => file.subarray(0, Math.floor(file.length / 2)));
    case 'hostile-length':
      return withFile(passport, DG2, (file) => concatBytes(bytesOf('758480000000'), file.subarray(4)));
    default:
      return passport;
  }
}
