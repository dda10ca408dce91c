import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { CodedError } from '../../../contract/errors.ts';
import { readCertificate, readPublicKey } from './certificates/index.ts';
import {
  readDg1,
  readDg2,
  readDg7,
  readDg11,
  readDg12,
  readDg14,
  readDg15,
  readEfCom,
} from './data-groups/index.ts';
import { inspectImage } from './portrait/index.ts';
import { readSod } from './sod/index.ts';
import * as pictures from './testing/pictures.ts';
import { masterList, passport, type Utopia, utopia } from './testing/utopia.ts';
import { writeTlv } from './tlv/index.ts';
import { decodeTrustStore, encodeTrustStore, importTrust } from './trust/index.ts';

let state: Utopia;
beforeAll(async () => {
  state = await utopia();
});

/**
 * What happens when `read` is given `bytes`: a value or a typed error's code. Anything else that is thrown goes
 * through.
 */
function outcome(read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): string {
  try {
    read(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
}

/** A few octets of `seed` changed, its end cut off, or both. */
const damaged = (seed: Uint8Array) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(Math.max(0, seed.length - 1)), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(seed.length), { nil: seed.length, freq: 4 }),
    )
    .map(([changes, length]) => {
      const bytes = seed.slice(0, length);
      for (const [at, value] of changes) if (at < length) bytes[at] = value;
      return bytes;
    });

const PARSERS: readonly [string, (bytes: Uint8Array) => unknown, () => Uint8Array][] = [
  ['EF.COM', readEfCom, () => passport(state).com],
  ['EF.SOD', readSod, () => passport(state, { version: 1 }).sod],
  ['DG1', readDg1, () => passport(state).files.get(1) as Uint8Array],
  ['DG2', readDg2, () => passport(state).files.get(2) as Uint8Array],
  ['DG7', readDg7, () => writeTlv(0x67, Uint8Array.of(2, 1, 1, 0x5f, 0x43, 2, 0xff, 0xd8))],
  ['DG11', readDg11, () => passport(state).files.get(11) as Uint8Array],
  ['DG12', readDg12, () => passport(state).files.get(12) as Uint8Array],
  ['DG14', readDg14, () => writeTlv(0x6e, Uint8Array.of(0x31, 7, 0x30, 5, 6, 1, 0x2a, 2, 0))],
  ['DG15', readDg15, () => writeTlv(0x6f, readCertificate(state.signer.certificate).publicKeyInfo)],
  ['a certificate', readCertificate, () => state.signer.certificate],
  ['a public key', readPublicKey, () => readCertificate(state.csca.certificate).publicKeyInfo],
  ['a JPEG', inspectImage, () => pictures.JPEG],
  ['a JP2', inspectImage, () => pictures.COLOUR],
  [
    'a trust store',
    decodeTrustStore,
    () => encodeTrustStore(importTrust(state.csca.certificate, [state.csca.certificate], 0).lists),
  ],
];

describe.each(PARSERS)('%s', (_name, read, seed) => {
  it('is read when it is whole', () => {
    expect(outcome(read, seed())).toBe('read');
  });

  it('gives typed errors alone when it is damaged', () => {
    fc.assert(
      fc.property(damaged(seed()), (bytes) => {
        outcome(read, bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives typed errors alone for anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        outcome(read, bytes);
      }),
      { numRuns: 500 },
    );
  });
});

it('a damaged master list gives typed errors, or what was signed', () => {
  const root = state.csca.certificate;
  const trusted = (bytes: Uint8Array) => {
    const held = importTrust(bytes, [root], Date.UTC(2025, 2, 2)).lists.flatMap((list) => list.certificates);
    expect(held).toEqual([root]);
  };
  const list = masterList(state);
  trusted(list);
  fc.assert(
    fc.property(damaged(list), (bytes) => {
      outcome(trusted, bytes);
    }),
    { numRuns: 400 },
  );
});
