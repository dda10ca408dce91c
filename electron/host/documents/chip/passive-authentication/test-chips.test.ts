import { describe, expect, it } from 'vitest';
import { genuinePassport } from '../testing/genuine.ts';
import { hasTestData, testData } from '../testing/test-data.ts';
import { importTrust, TrustAnchors } from '../trust/index.ts';

const { check } = await genuinePassport();

const BSI = 'chip/chip-bsi-tr03105';
const BDR = 'chip/chip-bdr-test';
const GERMAN = ['masterlists/DE_ML_2026-05-28-08-28-45.ml', 'masterlists/DE_ROOT_CA_CSCA07.cer'] as const;

describe.skipIf(!hasTestData(`${BSI}/EF_SOD.bin`, `${BDR}/EF_SOD.bin`))('test chips of others', () => {
  const now = Date.UTC(2026, 8, 1);
  const files = (groups: Record<number, string>) =>
    new Map(Object.entries(groups).map(([group, file]) => [Number(group), testData(file)]));

  it('BSI TR-03105-5: RSA-PSS with SHA-256', () => {
    const { step, steps, vouched } = check({
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
    // The published files are without the portrait.
    expect([...vouched]).toEqual([1, 14]);
    expect(step('chip-hashes')).toBe('failed file-withheld');
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
