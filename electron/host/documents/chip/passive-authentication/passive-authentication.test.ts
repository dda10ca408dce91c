import { beforeAll, describe, expect, it } from 'vitest';
import type { SignatureAlgorithm } from '../certificates/index.ts';
import {
  appointDocumentSigner,
  appointListSigner,
  type KeySpec,
  rollOver,
  writeDg1,
  writeDg12,
  writeEfCom,
  writeSod,
} from '../issuing/index.ts';
import { hasTestData, testData } from '../testing/test-data.ts';
import {
  anchorsOf,
  FOUNDED,
  ISSUED,
  MRZ,
  NOW,
  type Passport,
  passport,
  type Utopia,
  utopia,
  YEAR,
} from '../testing/utopia.ts';
import { childrenOf, readTlv, type Tlv, writeTlv } from '../tlv/index.ts';
import { importTrust, TrustAnchors } from '../trust/index.ts';
import { authenticatePassively, type PassiveAuthenticationInput, type PassiveStepName } from './index.ts';

let state: Utopia;
let anchors: TrustAnchors;
let genuine: Passport;
beforeAll(async () => {
  state = await utopia();
  anchors = anchorsOf(state);
  genuine = passport(state, { signingTime: ISSUED });
});

function check(change: Partial<PassiveAuthenticationInput> = {}) {
  const result = authenticatePassively({ ...genuine, anchors, now: NOW, ...change });
  const step = (name: PassiveStepName) => {
    const found = result.steps.find((one) => one.check === name);
    return found && `${found.outcome} ${found.reason}`;
  };
  const { summary } = result;
  return { ...result, step, verdict: `${summary.outcome} ${summary.reason}` };
}

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

  it('that were not read do not count as good', () => {
    const { step, verdict } = check({ files: new Map() });
    expect([step('chip-hashes'), step('chip-issuing-state')]).toEqual([
      'not-checked no-file-read',
      'not-checked no-dg1',
    ]);
    expect(verdict).toBe('not-checked no-file-read');
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
    expect(check({ sod: null }).verdict).toBe('not-checked no-security-object');
    expect(check({ sod: Uint8Array.of(0x77, 0x02, 0x30, 0x00) }).verdict).toBe(
      'failed security-object-malformed',
    );
    expect(check({ sod: genuine.sod.subarray(0, 500) }).verdict).toBe('failed security-object-malformed');
  });
});

describe('the chain', () => {
  it('is not checked without a trust list', () => {
    for (const none of [null, new TrustAnchors([])]) {
      const { step, verdict } = check({ anchors: none });
      expect([step('chip-signer-chain'), verdict]).toEqual([
        'not-checked no-trust-list',
        'not-checked no-trust-list',
      ]);
    }
  });

  it('fails for a forger under the name of a listed state', async () => {
    const forger = await utopia();
    const { files, com, sod } = passport(forger);
    expect(check({ files, com, sod }).verdict).toBe('failed csca-unknown');
  });

  it('is not checked for a state that no list has', async () => {
    const other = await utopia({ country: 'NL' });
    const { files, com, sod } = passport(other);
    const { step, verdict } = check({ files, com, sod });
    expect(step('chip-signer-chain')).toBe('not-checked state-not-listed');
    // And the passport claims to be Utopia's.
    expect([step('chip-issuing-state'), verdict]).toEqual(['failed other-state', 'failed other-state']);
  });

  it('leads through a rollover, by root or by link', async () => {
    const { authority, link } = await rollOver(state.csca, { now: FOUNDED + 2 * YEAR });
    const signer = await appointDocumentSigner(authority, {
      notBefore: FOUNDED + 2 * YEAR,
      notAfter: FOUNDED + 13 * YEAR,
    });
    const { files, com, sod } = passport({ ...state, signer }, { signingTime: ISSUED });
    expect(check({ files, com, sod }).verdict).toBe('failed csca-unknown');
    const byLink = check({ files, com, sod, anchors: anchorsOf(state, [link]) });
    expect([byLink.verdict, byLink.summary.facts.link]).toEqual(['passed genuine', true]);
    const byRoot = check({ files, com, sod, anchors: anchorsOf(state, [authority.certificate]) });
    expect([byRoot.verdict, byRoot.summary.facts.link]).toEqual(['passed genuine', false]);
    // Passports of the old key go on being good.
    expect(check({ anchors: anchorsOf(state, [link, authority.certificate]) }).verdict).toBe(
      'passed genuine',
    );
  });

  it('is not made by a document signer that appoints others', async () => {
    const { signer } = state;
    const mole = { ...state.csca, ...signer };
    const agent = await appointDocumentSigner(mole, { notBefore: ISSUED, notAfter: ISSUED + 10 * YEAR });
    const { files, com, sod } = passport({ ...state, signer: agent });
    expect(check({ files, com, sod }).verdict).toBe('failed csca-unknown');
    const listed = new TrustAnchors([
      ...anchors.lists,
      { ...(anchors.lists[0] as (typeof anchors.lists)[0]), certificates: [signer.certificate] },
    ]);
    expect(check({ files, com, sod, anchors: listed }).verdict).toBe('failed csca-unknown');
  });
});

describe('validity', () => {
  const expired = async (from: number, until: number) => {
    const signer = await appointDocumentSigner(state.csca, { notBefore: from, notAfter: until });
    return { ...state, signer };
  };

  it('of an expired signer holds when it signed in time', async () => {
    const former = await expired(FOUNDED, FOUNDED + 3 * YEAR);
    const signedInTime = passport(former, { signingTime: ISSUED });
    expect(check({ ...signedInTime }).verdict).toBe('passed genuine');
    expect(check({ ...signedInTime }).step('chip-signer-validity')).toBe('passed valid-at-issue');
  });

  it('of an expired signer holds by the date in DG12, if its hash is good', async () => {
    const former = await expired(FOUNDED, FOUNDED + 3 * YEAR);
    const dated = passport(former);
    expect(check({ ...dated }).step('chip-signer-validity')).toBe('passed valid-at-issue');
    const files = new Map(dated.files);
    files.delete(12);
    expect(check({ ...dated, files }).step('chip-signer-validity')).toBe(
      'not-checked signer-expired-issue-date-unknown',
    );
    files.set(12, writeDg12('Ministry of Specimens', '20210601'));
    expect(check({ ...dated, files }).step('chip-signer-validity')).toBe(
      'not-checked signer-expired-issue-date-unknown',
    );
  });

  it('fails for a signer that signed after its time, or before', async () => {
    const former = await expired(FOUNDED, FOUNDED + YEAR);
    expect(check({ ...passport(former, { signingTime: ISSUED }) }).verdict).toBe(
      'failed signer-not-valid-at-issue',
    );
    const later = await expired(ISSUED + YEAR, ISSUED + 12 * YEAR);
    expect(check({ ...passport(later, { signingTime: ISSUED }) }).verdict).toBe(
      'failed signer-not-valid-at-issue',
    );
  });

  it('fails for a signer appointed outside its authority’s time, and for one of tomorrow', async () => {
    const early = await expired(FOUNDED - 2 * YEAR, FOUNDED + 12 * YEAR);
    expect(check({ ...passport(early) }).step('chip-signer-validity')).toBe('failed csca-not-valid-at-issue');
    expect(check({ now: FOUNDED }).step('chip-signer-validity')).toBe('failed signer-not-yet-valid');
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

const BSI = 'chip/chip-bsi-tr03105';
const BDR = 'chip/chip-bdr-test';
const GERMAN = ['masterlists/DE_ML_2026-05-28-08-28-45.ml', 'masterlists/DE_ROOT_CA_CSCA07.cer'] as const;

describe.skipIf(!hasTestData(`${BSI}/EF_SOD.bin`, `${BDR}/EF_SOD.bin`))('test chips of others', () => {
  const now = Date.UTC(2026, 8, 1);
  const files = (groups: Record<number, string>) =>
    new Map(Object.entries(groups).map(([group, file]) => [Number(group), testData(file)]));

  it('BSI TR-03105-5: RSA-PSS with SHA-256', () => {
    const { step, steps } = check({
      sod: testData(`${BSI}/EF_SOD.bin`),
      com: testData(`${BSI}/EF_COM.bin`),
      files: files({ 1: `${BSI}/Datagroup1.bin`, 14: `${BSI}/Datagroup14.bin` }),
      anchors: null,
      now,
    });
    expect(steps[0]).toMatchObject({
      outcome: 'passed',
      facts: { algorithm: 'RSA-PSS/SHA-256', key: 'RSA 2048' },
    });
    expect(step('chip-hashes')).toBe('passed hashes-match');
    expect(step('chip-issuing-state')).toBe('passed same-state');
    expect(step('chip-file-list')).toBe('passed lists-agree');
  });

  it('BSI TR-03105-5: the file of DG15 is not in its security object', () => {
    const { step } = check({
      sod: testData(`${BSI}/EF_SOD.bin`),
      files: files({ 15: `${BSI}/Datagroup15.bin` }),
    });
    expect(step('chip-hashes')).toBe('failed file-not-signed');
  });

  it('Bundesdruckerei: ECDSA with SHA-1 on a spelled-out brainpoolP224r1', () => {
    const { step, steps } = check({
      sod: testData(`${BDR}/EF_SOD.bin`),
      com: testData(`${BDR}/EF_COM.bin`),
      files: files({ 1: `${BDR}/EF_DG1.bin`, 2: `${BDR}/EF_DG2.bin`, 14: `${BDR}/EF_DG14.bin` }),
      anchors: null,
      now,
    });
    expect(steps[0]).toMatchObject({
      outcome: 'passed',
      facts: { algorithm: 'ECDSA/SHA-1', key: 'brainpoolP224r1' },
    });
    expect(step('chip-hashes')).toBe('passed hashes-match');
  });

  it.skipIf(!hasTestData(...GERMAN))('are strangers to the German master list', () => {
    const [list, root] = GERMAN.map(testData) as [Uint8Array, Uint8Array];
    const german = new TrustAnchors(importTrust(list, [root], now).lists);
    for (const folder of [BSI, BDR]) {
      const { step } = check({ sod: testData(`${folder}/EF_SOD.bin`), anchors: german, now });
      expect(step('chip-signer-chain')).toBe('failed csca-unknown');
    }
  });
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
  const before = performance.now();
  const { verdict, steps } = check({ sod: many });
  expect(verdict).toBe('failed security-object-malformed');
  expect(steps[0]?.facts).toEqual({ error: 'chip/too-large' });
  expect(performance.now() - before).toBeLessThan(500);
});
