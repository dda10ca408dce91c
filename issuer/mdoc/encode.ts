import { createHash } from 'node:crypto';
import type { JWK } from 'jose';
import type { SigningKey } from '../keys/index.ts';
import type { RandomSource, StatusReference } from '../types.ts';
import { type CborValue, embedded, tdate, toCbor } from './cbor.ts';
import { coseKey, coseSign1 } from './cose.ts';

/** ISO/IEC 18013-5 §9.1.2.5 asks for at least 16. */
const RANDOM_BYTES = 32;

export interface MdocInput {
  doctype: string;
  /** Data elements by namespace. */
  nameSpaces: ReadonlyMap<string, ReadonlyMap<string, CborValue>>;
  /** The holder's public key. */
  deviceKey: JWK;
  /** Seconds since the epoch. */
  nbf: number;
  exp: number;
  status: StatusReference | null;
}

/** The numbers below `count` in an order that says nothing: a digest's number must not tell which element it is of. */
function shuffled(count: number, random: RandomSource): number[] {
  const numbers = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = Buffer.from(random(6)).readUIntBE(0, 6) % (i + 1);
    [numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!];
  }
  return numbers;
}

/**
 * Encodes and signs an mdoc: IssuerSigned of ISO/IEC 18013-5 §8.3.2.1.2.2 with the mobile security object of §9.1.2.4.
 * Every data element can be shown without the others. `signed` equals `validFrom` and so says nothing more.
 * @returns IssuerSigned in base64url (OpenID4VCI 1.0 Appendix A.2.4)
 */
export async function encodeMdoc(
  input: MdocInput,
  key: Pick<SigningKey, 'sign' | 'x5c'>,
  random: RandomSource,
): Promise<string> {
  const nameSpaces = new Map<string, CborValue>();
  const valueDigests = new Map<string, CborValue>();
  for (const [nameSpace, elements] of input.nameSpaces) {
    const numbers = shuffled(elements.size, random);
    const items = [...elements].map(([elementIdentifier, elementValue], i) =>
      embedded(
        new Map<string, CborValue>([
          ['digestID', numbers[i]!],
          ['random', new Uint8Array(random(RANDOM_BYTES))],
          ['elementIdentifier', elementIdentifier],
          ['elementValue', elementValue],
        ]),
      ),
    );
    const digests = items.map((item, i): [number, CborValue] => [
      numbers[i]!,
      new Uint8Array(createHash('sha256').update(toCbor(item)).digest()),
    ]);
    nameSpaces.set(nameSpace, items);
    valueDigests.set(nameSpace, new Map(digests.sort(([a], [b]) => a - b)));
  }
  const securityObject = new Map<string, CborValue>([
    ['version', '1.0'],
    ['digestAlgorithm', 'SHA-256'],
    ['valueDigests', valueDigests],
    ['deviceKeyInfo', new Map([['deviceKey', coseKey(input.deviceKey)]])],
    ['docType', input.doctype],
    [
      'validityInfo',
      new Map<string, CborValue>([
        ['signed', tdate(input.nbf)],
        ['validFrom', tdate(input.nbf)],
        ['validUntil', tdate(input.exp)],
      ]),
    ],
  ]);
  if (input.status !== null)
    securityObject.set(
      'status',
      new Map([
        [
          'status_list',
          new Map<string, CborValue>([
            ['idx', input.status.idx],
            ['uri', input.status.uri],
          ]),
        ],
      ]),
    );
  const issuerAuth = await coseSign1(toCbor(embedded(securityObject)), key);
  const issuerSigned = new Map<string, CborValue>([
    ['nameSpaces', nameSpaces],
    ['issuerAuth', issuerAuth],
  ]);
  return Buffer.from(toCbor(issuerSigned)).toString('base64url');
}
