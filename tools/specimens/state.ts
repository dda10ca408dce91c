import { hkdfSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { curveByName } from '../../electron/host/documents/chip/ec/index.ts';
import {
  type IssuingKey,
  STATE_FILES,
  writeCertificate,
  writePrivateKey,
} from '../../electron/host/documents/chip/issuing/index.ts';
import { bytesToNumber } from '../../electron/host/documents/chip/tlv/index.ts';

const HELP = `Makes the certificates and keys of Utopia, the invented state of the specimens.

  node tools/specimens/state.ts [--out resources/specimens/utopia]

The keys are derived from text in this file, so that they are the same every time and nobody takes them for secret; the
signatures are not the same, for a signature draws at random.
`;

const WARNING = `INVENTED TEST KEY of Utopia, the state that ICAO Doc 9303 keeps for specimens. Everyone has it.
Trusted by simulated stations alone, and worth nothing.
`;

const CURVE = curveByName('brainpoolP256r1');
/** Before the oldest specimen was issued, and after the last one ends: a real state's terms are shorter (Doc 9303-12 §5). */
const FROM = Date.UTC(2010, 0, 1);
const UNTIL = Date.UTC(2049, 11, 31);
const STATE = { country: 'UT', organisation: 'Ministry of Specimens' };

function keyOf(whose: string): IssuingKey {
  const length = CURVE.orderLength + 8;
  const drawn = hkdfSync('sha256', 'Proofdesk specimens', 'invented, not secret', whose, length);
  const privateKey = (bytesToNumber(new Uint8Array(drawn)) % (CURVE.n - 1n)) + 1n;
  return { kind: 'ec', curve: CURVE, pair: { privateKey, publicKey: CURVE.generator.multiply(privateKey) } };
}

function pem(key: IssuingKey): string {
  const body =
    Buffer.from(writePrivateKey(key))
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`${WARNING}-----BEGIN PRIVATE KEY-----`, ...body, '-----END PRIVATE KEY-----', ''].join('\n');
}

/** The files of the state by name. */
export function stateFiles(): Map<string, Uint8Array | string> {
  const csca = { key: keyOf('csca'), name: { ...STATE, commonName: 'CSCA Utopia, for specimens' } };
  const signer = { key: keyOf('document-signer'), name: { ...STATE, commonName: 'Document Signer 1' } };
  const term = { notBefore: FROM, notAfter: UNTIL, issuer: csca.name, issuerKey: csca.key };
  const certificateOf = ({ key, name }: typeof csca, role: 'csca' | 'document-signer', serial: bigint) =>
    writeCertificate({ role, serial, subject: name, key, ...term });
  return new Map<string, Uint8Array | string>([
    [STATE_FILES.csca.certificate, certificateOf(csca, 'csca', 1n)],
    [STATE_FILES.csca.key, pem(csca.key)],
    [STATE_FILES.signer.certificate, certificateOf(signer, 'document-signer', 2n)],
    [STATE_FILES.signer.key, pem(signer.key)],
  ]);
}

if (import.meta.main) {
  const out = join(import.meta.dirname, '../../resources/specimens/utopia');
  const { values } = parseArgs({
    options: { out: { type: 'string', default: out }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) console.log(HELP);
  else {
    mkdirSync(resolve(values.out), { recursive: true });
    for (const [name, content] of stateFiles()) writeFileSync(join(resolve(values.out), name), content);
  }
}
