import { describe, expect, it } from 'vitest';
import type { SignatureAlgorithm } from '../certificates/index.ts';
import { appointListSigner, type KeySpec, writeDg1, writeEfCom, writeSod } from '../issuing/index.ts';
import { cpuOf } from '../testing/cpu.ts';
import { genuinePassport } from '../testing/genuine.ts';
import { anchorsOf, FOUNDED, MRZ, passport, utopia, YEAR } from '../testing/utopia.ts';
import { childrenOf, readTlv, type Tlv, writeTlv } from '../tlv/index.ts';

const { state, genuine, check } = await genuinePassport();

describe('a genuine passport', () => {
  it('passes every step, with revocation said to be not checked', () => {
    const { steps, verdict } = check();
    expect(verdict).toBe('passed genuine');
    expect(steps.map((step) => `${step.check}: ${step.outcome} ${step.reason}`)).toEqual([
      'chip-signature: passed signature-good',
      'chip-hashes: passed hashes-match',
      'chip-signer-chain: passed csca-known',
      'chip-signer-validity: passed valid-now',
      'chip-signer-revocation: not-checked offline',
      'chip-issuing-state: passed same-state',
      'chip-file-list: passed lists-agree',
    ]);
  });

  it('says nothing of the holder', () => {
    const { steps, summary } = check();
    const told = JSON.stringify([...steps, summary]);
    for (const word of ['ERIKSSON', 'Eriksson', 'L898902C3', '740812']) expect(told).not.toContain(word);
  });

  it.each<[KeySpec, SignatureAlgorithm | undefined]>([
    [{ rsaBits: 2048 }, undefined],
    [{ rsaBits: 3072 }, { scheme: 'RSA-PSS', hash: 'SHA-256', maskHash: 'SHA-256' }],
    [{ curve: 'secp256r1' }, undefined],
    [{ curve: 'secp521r1' }, undefined],
    [{ curve: 'brainpoolP384r1' }, undefined],
    [{ curve: 'brainpoolP512r1' }, { scheme: 'ECDSA', hash: 'SHA-1', encoding: 'der' }],
  ])('signed with %j', async (key, algorithm) => {
    const other = await utopia({ key, explicitParameters: true, ...(algorithm && { algorithm }) });
    const { files, com, sod } = passport(other, algorithm && { algorithm });
    expect(check({ files, com, sod, anchors: anchorsOf(other) }).verdict).toBe('passed genuine');
  });

  it('of data structure 1.8, with versions in the security object', () => {
    const { sod } = passport(state, { version: 1, hash: 'SHA-512', byKeyId: true });
    const { verdict, sod: read } = check({ sod });
    expect(verdict).toBe('passed genuine');
    expect(read?.securityObject).toMatchObject({ version: 1, hash: 'SHA-512', ldsVersion: '0108' });
  });

  it('with octets behind the files, as chips fill them up', () => {
    const padded = new Uint8Array([...genuine.sod, 0, 0, 0, 0]);
    expect(check({ sod: padded }).verdict).toBe('passed genuine');
  });
});

describe('files', () => {
  it('that were changed fail', () => {
    const files = new Map(genuine.files).set(
      1,
      writeDg1([MRZ[0] as string, (MRZ[1] as string).replace('F', 'M')]),
    );
    const { step, verdict, steps } = check({ files });
    expect([step('chip-hashes'), verdict]).toEqual(['failed hash-differs', 'failed hash-differs']);
    expect(steps.find((one) => one.check === 'chip-hashes')?.facts).toMatchObject({ changed: 'DG1' });
  });

  it('that nobody signed fail', () => {
    const files = new Map(genuine.files).set(15, Uint8Array.of(0x6f, 0));
    expect(check({ files }).step('chip-hashes')).toBe('failed file-not-signed');
  });

  it.each([
    [1, 'failed file-withheld'],
    [2, 'failed file-withheld'],
    [11, 'not-checked file-not-read'],
    [12, 'not-checked file-not-read'],
  ])('that were signed and not read do not count as good: DG%i', (group, verdict) => {
    const files = new Map(genuine.files);
    files.delete(group);
    const judgement = check({ files });
    expect([judgement.step('chip-hashes'), judgement.verdict]).toEqual([verdict, verdict]);
    const hashes = judgement.steps.find((one) => one.check === 'chip-hashes');
    expect(hashes?.facts.unread).toBe(`DG${group}`);
    expect([...judgement.vouched]).toEqual([...files.keys()]);
  });

  it('that are fingerprints and irises are signed and never read', () => {
    const files = new Map(genuine.files).set(3, Uint8Array.of(0x63, 0)).set(4, Uint8Array.of(0x76, 0));
    const { sod } = passport(state, { files });
    expect(check({ sod }).verdict).toBe('passed genuine');
  });

  it('that were all kept back fail', () => {
    const { step, verdict } = check({ files: new Map() });
    expect([step('chip-hashes'), step('chip-issuing-state')]).toEqual([
      'failed file-withheld',
      'not-checked no-dg1',
    ]);
    expect(verdict).toBe('failed file-withheld');
  });

  it('with a hash value cut short fail', () => {
    const cut = passport(state);
    const at = Buffer.from(cut.sod).indexOf(Buffer.from([0x02, 0x01, 0x01, 0x04, 0x20]));
    expect(at).toBeGreaterThan(0);
    cut.sod[at + 4] = 0x1f;
    expect(check({ sod: cut.sod }).verdict).toMatch(/^failed /);
  });

  it('that EF.COM leaves out or invents are told, and decide nothing', () => {
    const fewer = check({ com: writeEfCom([1, 2]) });
    expect([fewer.step('chip-file-list'), fewer.verdict]).toEqual(['failed lists-differ', 'passed genuine']);
    expect(check({ com: writeEfCom([1, 2, 11, 12, 15]) }).step('chip-file-list')).toBe('failed lists-differ');
    expect(check({ com: Uint8Array.of(1, 2, 3) }).step('chip-file-list')).toBe('failed ef-com-malformed');
    expect(check({ com: null }).step('chip-file-list')).toBe('not-checked no-ef-com');
  });
});

describe('the signature', () => {
  it('of a changed security object fails', () => {
    const sod = genuine.sod.slice();
    const hash = Buffer.from(sod).indexOf(Buffer.from([0x02, 0x01, 0x02, 0x04, 0x20]));
    sod[hash + 10] = (sod[hash + 10] as number) ^ 1;
    const { step, verdict } = check({ sod });
    expect([step('chip-signature'), verdict]).toEqual(['failed content-changed', 'failed content-changed']);
  });

  it('of a master list signer is not one of a document', () => {
    const sod = writeSod({ signer: state.listSigner, files: genuine.files });
    expect(check({ sod }).step('chip-signature')).toBe('failed not-a-document-signer');
  });

  it('is missing where EF.SOD is', () => {
    expect(check({ sod: null }).verdict).toBe('failed no-security-object');
    expect(check({ sod: Uint8Array.of(0x77, 0x02, 0x30, 0x00) }).verdict).toBe(
      'failed security-object-malformed',
    );
    expect(check({ sod: genuine.sod.subarray(0, 500) }).verdict).toBe('failed security-object-malformed');
  });
});

describe('the issuing state', () => {
  it('must be the signer’s', () => {
    const files = new Map([[1, writeDg1([(MRZ[0] as string).replace('UTO', 'NLD'), MRZ[1] as string])]]);
    const sod = writeSod({ signer: state.signer, files });
    const { step, verdict } = check({ files, sod });
    expect([step('chip-issuing-state'), verdict]).toEqual(['failed other-state', 'failed other-state']);
  });
});

it('lists signers have no part in documents', async () => {
  const list = await appointListSigner(state.csca, { notBefore: FOUNDED, notAfter: FOUNDED + 9 * YEAR });
  const sod = writeSod({ signer: list, files: genuine.files });
  expect(check({ sod }).verdict).toBe('failed not-a-document-signer');
});

it('a thousand signers are refused before any signature is verified', () => {
  const sod = readTlv(genuine.sod);
  const nodes = childrenOf(sod);
  const rebuild = (tlv: Tlv, path: readonly number[]): Uint8Array => {
    const [at, ...rest] = path;
    const children = childrenOf(tlv);
    if (at === undefined) {
      return writeTlv(tlv.tag, ...Array.from({ length: 1000 }, () => (children[0] as Tlv).encoded));
    }
    return writeTlv(
      tlv.tag,
      ...children.map((child, index) => (index === at ? rebuild(child, rest) : child.encoded)),
    );
  };
  const many = writeTlv(0x77, rebuild(nodes[0] as Tlv, [1, 0, 4]));
  const spent = cpuOf(() => {
    const { verdict, steps } = check({ sod: many });
    expect(verdict).toBe('failed security-object-malformed');
    expect(steps[0]?.facts).toEqual({ error: 'chip/too-large' });
  });
  expect(spent).toBeLessThan(500);
});
