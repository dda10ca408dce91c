import type { Certificate } from '../certificates/index.ts';
import { readDg1 } from '../data-groups/index.ts';
import { ChipError, understood } from '../errors.ts';
import { type DocumentSecurityObject, readSod } from '../sod/index.ts';
import type { TrustAnchors } from '../trust/index.ts';
import { checkFileList } from './file-list.ts';
import { checkHashes } from './hashes.ts';
import { issueDate } from './issue-date.ts';
import { checkIssuingState } from './issuing-state.ts';
import { checkSignatures, type SignatureCheck } from './signature.ts';
import { checkSignerChain } from './signer-chain.ts';
import {
  type ChipStep,
  failed,
  notChecked,
  type PassiveStep,
  type PassiveStepName,
  passed,
  type Verdict,
} from './step.ts';
import { checkValidity } from './validity.ts';

export interface PassiveAuthenticationInput {
  /** EF.SOD as it was read; null when the chip gave none, as no passport's does (Doc 9303-10 §4.6.2). */
  readonly sod: Uint8Array | null;
  /** The data groups that were read, by number, as they were read. */
  readonly files: ReadonlyMap<number, Uint8Array>;
  readonly com: Uint8Array | null;
  /** Null, or without a certificate, when the station has no trust list. */
  readonly anchors: TrustAnchors | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface PassiveAuthentication {
  /** Every step, in the order of {@link PassiveStepName}. */
  readonly steps: readonly PassiveStep[];
  /**
   * All steps in one: failed if one failed, passed only with a chain up to a CSCA. Revocation and EF.COM do not
   * count.
   */
  readonly summary: ChipStep<'passive-authentication'>;
  /** Null when EF.SOD could not be read. */
  readonly sod: DocumentSecurityObject | null;
  readonly signer: Certificate | null;
  readonly authority: Certificate | null;
  /** The data groups that are as somebody signed them: a good signature over their hash value, whoever's it is. */
  readonly vouched: ReadonlySet<number>;
}

const STEPS: readonly PassiveStepName[] = [
  'chip-signature',
  'chip-hashes',
  'chip-signer-chain',
  'chip-signer-validity',
  'chip-signer-revocation',
  'chip-issuing-state',
  'chip-file-list',
];

/** Revocation needs the network, and EF.COM is signed by nobody: what they find is told, and decides nothing. */
const ADVISORY: ReadonlySet<PassiveStepName> = new Set(['chip-signer-revocation', 'chip-file-list']);

type Verdicts = Readonly<Record<PassiveStepName, Verdict>>;

function summarize(verdicts: Verdicts): Verdict {
  const decisive = STEPS.filter((name) => !ADVISORY.has(name));
  const first = (outcome: string) => decisive.find((name) => verdicts[name].outcome === outcome);
  const broken = first('failed');
  if (broken) return failed(verdicts[broken].reason, { step: broken });
  const open = first('not-checked');
  if (open) return notChecked(verdicts[open].reason, { step: open });
  return passed('genuine', verdicts['chip-signer-chain'].facts);
}

function result(
  verdicts: Verdicts,
  rest: Pick<PassiveAuthentication, 'sod' | 'signer' | 'authority' | 'vouched'>,
): PassiveAuthentication {
  return {
    steps: STEPS.map((check) => ({ check, ...verdicts[check] })),
    summary: { check: 'passive-authentication', ...summarize(verdicts) },
    ...rest,
  };
}

function withoutSod(first: Verdict): PassiveAuthentication {
  const rest = notChecked('no-security-object');
  const verdicts = Object.fromEntries(STEPS.map((name) => [name, rest])) as Record<PassiveStepName, Verdict>;
  const nothing = { sod: null, signer: null, authority: null, vouched: new Set<number>() };
  return result({ ...verdicts, 'chip-signature': first }, nothing);
}

function authenticate(
  sod: DocumentSecurityObject,
  signature: SignatureCheck,
  { files, com, anchors, now }: PassiveAuthenticationInput,
): PassiveAuthentication {
  const { certificate: signer } = signature;
  const { verdict: hashes, matching } = checkHashes(sod.securityObject, files);
  const chain = checkSignerChain(signer, anchors, now);
  const issuedAt = issueDate(
    signature.signer?.signingTime ?? null,
    matching.has(12) ? files.get(12) : undefined,
  );
  const dg1 = files.get(1);
  const state = dg1 ? understood(() => readDg1(dg1).issuingState) : null;
  const verdicts = {
    'chip-signature': signature.verdict,
    'chip-hashes': hashes,
    'chip-signer-chain': chain.verdict,
    'chip-signer-validity': signer
      ? checkValidity({ signer, authority: chain.authority, issuedAt, now })
      : notChecked('no-certificate'),
    'chip-signer-revocation': notChecked('offline'),
    'chip-issuing-state': checkIssuingState(signer, chain.authority, state),
    'chip-file-list': checkFileList(sod.securityObject, com),
  };
  const vouched = signature.verdict.outcome === 'passed' ? matching : new Set<number>();
  return result(verdicts, { sod, signer, authority: chain.authority, vouched });
}

/** Of several signers the one that proves most; in all known passports there is one. */
function best(all: readonly PassiveAuthentication[]): PassiveAuthentication {
  const order = ['passed', 'not-checked', 'failed'];
  return [...all].sort(
    (a, b) => order.indexOf(a.summary.outcome) - order.indexOf(b.summary.outcome),
  )[0] as PassiveAuthentication;
}

/**
 * Passive authentication (ICAO Doc 9303-11 §5.1, Doc 9303-12): whether a chip's data are what a state signed. Nothing
 * here shows that the chip is the one the state made; that is chip and active authentication. Never throws for what
 * the chip said: what cannot be read fails its step.
 */
export function authenticatePassively(input: PassiveAuthenticationInput): PassiveAuthentication {
  if (!input.sod) return withoutSod(failed('no-security-object'));
  try {
    const sod = readSod(input.sod);
    return best(checkSignatures(sod).map((signature) => authenticate(sod, signature, input)));
  } catch (error) {
    if (!(error instanceof ChipError)) throw error;
    return withoutSod(failed('security-object-malformed', { error: error.code }));
  }
}
