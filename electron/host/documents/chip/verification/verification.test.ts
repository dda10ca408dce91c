import { beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../../../contract/index.ts';
import { writeSod } from '../issuing/index.ts';
import type { ChipReading } from '../read/index.ts';
import { ISSUED_AT, passport, readPassport, SPECIMEN, state } from '../testing/passports.ts';
import { importTrust, TrustAnchors } from '../trust/index.ts';
import {
  type DocumentDefect,
  issueDefective,
  type PassportRequest,
  type VirtualPassport,
} from '../virtual/index.ts';
import { type ChipVerificationRequest, verifyChip } from './index.ts';

const NOW = ISSUED_AT + 300 * 86_400_000;
const EVERY_PROOF: Partial<PassportRequest> = {
  chipAuthentication: { ciphers: ['AES-128'], parameters: 'brainpoolP256r1' },
  activeAuthentication: { key: { curve: 'brainpoolP256r1' } },
};
const MAPPING: Partial<PassportRequest> = {
  pace: [{ agreement: 'ECDH', mapping: 'CAM', cipher: 'AES-128', parameterId: 13 }],
  chipAuthentication: { ciphers: ['AES-128'], parameters: 'brainpoolP256r1' },
};

let anchors: TrustAnchors;
beforeAll(async () => {
  const { authority } = await state();
  const { certificate } = authority;
  anchors = new TrustAnchors(importTrust(certificate, [certificate], NOW).lists);
});

function verdicts(reading: ChipReading, change: Partial<ChipVerificationRequest> = {}) {
  const request = { reading, anchors, printedZone: SPECIMEN, now: NOW, ...change };
  const { checks, steps, all } = verifyChip(request);
  for (const one of all) check.parse(one);
  expect(new Set(all.map(({ check }) => check)).size).toBe(checks.length + steps.length);
  const table = (all: readonly { check: string; outcome: string; reason: string }[]) =>
    Object.fromEntries(all.map(({ check, outcome, reason }) => [check, `${outcome} ${reason}`]));
  return { checks: table(checks), steps: table(steps), all };
}

const read = async (request: Partial<PassportRequest> = {}) => readPassport(await passport(request));

describe('a genuine passport', () => {
  it('passes every check', async () => {
    const { checks, steps } = verdicts(await read(EVERY_PROOF));
    expect(checks).toEqual({
      'chip-access': 'passed pace',
      'passive-authentication': 'passed genuine',
      'chip-authentication': 'passed original',
      'mrz-chip-match': 'passed zones-equal',
    });
    expect(steps).toMatchObject({
      'chip-access-info': 'passed same-protocols',
      'chip-proof-mapping': 'not-checked not-offered',
      'chip-proof-agreement': 'passed proved',
      'chip-proof-signature': 'passed proved',
      'chip-signer-revocation': 'not-checked offline',
    });
  });

  it('says nothing of the holder', async () => {
    const told = JSON.stringify(verdicts(await read(EVERY_PROOF)).all);
    for (const word of ['ERIKSSON', 'ANNA', 'L898902C3', '740812', '120415'])
      expect(told).not.toContain(word);
  });

  it('may prove itself in PACE, or by its signature alone', async () => {
    const mapping = verdicts(await read(MAPPING));
    expect(mapping.steps['chip-proof-mapping']).toBe('passed proved');
    expect(mapping.checks['chip-authentication']).toBe('passed original');
    const signature = await read({
      activeAuthentication: { key: { curve: 'secp256r1' } },
      chipAuthentication: null,
    });
    expect(verdicts(signature).checks['chip-authentication']).toBe('passed original');
  });

  it('may have nothing against copies, and basic access control alone', async () => {
    const { checks, steps } = verdicts(
      await read({ pace: [], chipAuthentication: null, activeAuthentication: null }),
    );
    expect(checks).toMatchObject({
      'chip-access': 'passed basic-access-control',
      'passive-authentication': 'passed genuine',
      'chip-authentication': 'not-checked not-offered',
    });
    expect(steps['chip-access-info']).toMatch(/^not-checked /);
  });

  it('is not proven to be a state’s without a trust list', async () => {
    const { checks } = verdicts(await read(EVERY_PROOF), { anchors: null });
    expect(checks['passive-authentication']).toBe('not-checked no-trust-list');
    expect(checks['chip-authentication']).toBe('passed original');
  });
});

describe('a passport with a defect', () => {
  async function withDefect(defect: DocumentDefect, request: Partial<PassportRequest> = EVERY_PROOF) {
    const { authority } = await state();
    const base = { mrz: SPECIMEN, portrait: PORTRAIT, issuedAt: ISSUED_AT, ...request };
    const document = await issueDefective(authority, base, defect);
    return verdicts(await readPassport(document)).checks;
  }
  const PORTRAIT = { image: new Uint8Array(600).fill(7), format: 'jpeg' as const, width: 413, height: 531 };

  it.each<[DocumentDefect, string, string]>([
    ['none', 'passive-authentication', 'passed genuine'],
    ['changed-portrait', 'passive-authentication', 'failed hash-differs'],
    ['changed-mrz', 'passive-authentication', 'failed hash-differs'],
    ['wrong-hash', 'passive-authentication', 'failed hash-differs'],
    ['expired-signer', 'passive-authentication', 'failed signer-not-valid-at-issue'],
    ['unknown-state', 'passive-authentication', 'failed csca-unknown'],
    ['truncated-file', 'passive-authentication', 'failed file-withheld'],
    ['hostile-length', 'passive-authentication', 'failed file-withheld'],
  ])('%s: %s %s', async (defect, check, verdict) => {
    expect((await withDefect(defect))[check]).toBe(verdict);
  });

  it('changed-mrz also differs from the page', async () => {
    expect((await withDefect('changed-mrz'))['mrz-chip-match']).toMatch(/^failed /);
  });

  it.each([
    ['chip authentication', EVERY_PROOF],
    ['active authentication', { ...EVERY_PROOF, chipAuthentication: null }],
    ['mapping', MAPPING],
  ])('cloned-chip is found by %s', async (_name, request) => {
    expect((await withDefect('cloned-chip', request))['chip-authentication']).toMatch(/^failed /);
  });
});

describe('a copy', () => {
  const without = (document: VirtualPassport, ...files: readonly number[]): VirtualPassport => {
    const application = new Map(document.personality.application);
    for (const file of files) application.delete(file);
    return { ...document, personality: { ...document.personality, application } };
  };

  it('that hides the keys the state signed fails', async () => {
    const document = await passport({ ...EVERY_PROOF, chipAuthentication: null });
    const { checks } = verdicts(await readPassport(without(document, 0x010f)));
    expect(checks['chip-authentication']).toBe('failed key-withheld');
  });

  it.each([
    ['zone', 0x0101],
    ['portrait', 0x0102],
  ])('that refuses its %s is not genuine, whatever else was signed', async (_name, id) => {
    const document = await passport({ chipAuthentication: null, activeAuthentication: null });
    const { checks, steps } = verdicts(await readPassport(without(document, id)));
    expect(checks['passive-authentication']).toBe('failed file-withheld');
    expect(steps).toMatchObject({
      'chip-signature': 'passed signature-good',
      'chip-signer-chain': 'passed csca-known',
    });
  });

  it('that holds no signature at all is no passport’s', async () => {
    const document = await passport({ chipAuthentication: null, activeAuthentication: null });
    for (const trust of [anchors, null]) {
      const { checks } = verdicts(await readPassport(without(document, 0x011d)), { anchors: trust });
      expect(checks).toMatchObject({
        'passive-authentication': 'failed no-security-object',
        'mrz-chip-match': 'passed zones-equal',
      });
    }
  });

  it('that put its own key into DG15 proves nothing', async () => {
    const document = await passport({ ...EVERY_PROOF, chipAuthentication: null });
    const { signer } = await state();
    const files = new Map([...document.dataGroups].filter(([group]) => group !== 15));
    const application = new Map(document.personality.application);
    application.set(0x011d, writeSod({ signer, files }));
    const copy = { ...document, personality: { ...document.personality, application } };
    const { checks } = verdicts(await readPassport(copy));
    expect(checks['passive-authentication']).toBe('failed file-not-signed');
    expect(checks['chip-authentication']).toBe('not-checked key-not-vouched');
  });

  it('that asks for no access control does not get around chip authentication', async () => {
    const document = await passport({ ...EVERY_PROOF, activeAuthentication: null });
    const open = { basicAccess: false, pace: [], chipAuthentication: null };
    const masterFile = new Map<number, Uint8Array>();
    const personality = { ...document.personality, ...open, masterFile };
    const reading = await readPassport({ ...document, personality });
    expect(reading.access.protocol).toBe('none');
    expect(verdicts(reading).checks).toMatchObject({
      'chip-access': 'failed other-protocols',
      'chip-authentication': 'failed refused',
    });
  });

  it('that brings a key of its own for PACE does not get around chip authentication', async () => {
    const original = await passport({ ...EVERY_PROOF, pace: [], activeAuthentication: null });
    const other = await passport(MAPPING);
    const { masterFile, pace, mappingKey } = other.personality;
    const personality = { ...original.personality, masterFile, pace, mappingKey, chipAuthentication: null };
    const reading = await readPassport({ ...original, personality });
    expect(reading.proofs.paceChipAuthenticationMapping.outcome).toBe('passed');
    expect(verdicts(reading).checks['chip-authentication']).toBe('failed refused');
  });

  it('that leaves PACE out of EF.CardAccess was opened in another way than the state meant', async () => {
    const document = await passport(EVERY_PROOF);
    const masterFile = new Map(document.personality.masterFile);
    masterFile.delete(0x011c);
    const reading = await readPassport({ ...document, personality: { ...document.personality, masterFile } });
    expect(reading.access).toMatchObject({ protocol: 'BAC', because: 'pace-not-offered' });
    const { checks, steps, all } = verdicts(reading);
    expect(steps['chip-access-info']).toBe('failed other-protocols');
    expect(checks['chip-access']).toBe('failed other-protocols');
    expect(all[0]?.facts).toMatchObject({ protocol: 'BAC', stated: 0, signed: 1 });
  });
});

describe('the printed zone', () => {
  it('that differs names the fields, and nothing in them', async () => {
    const reading = await read();
    const [first, second] = SPECIMEN;
    const other = [first.replace('ANNA', 'ANNE'), second];
    const { checks } = verifyChip({ reading, anchors, printedZone: other, now: NOW });
    expect(checks.at(-1)).toEqual({
      check: 'mrz-chip-match',
      outcome: 'failed',
      reason: 'zones-differ',
      facts: { fields: 'secondary' },
    });
  });

  it.each([
    [null, 'not-checked no-printed-zone'],
    [['rubbish'], 'failed zones-differ'],
  ])('%j: %s', async (printedZone, verdict) => {
    expect(verdicts(await read(), { printedZone }).checks['mrz-chip-match']).toBe(verdict);
  });
});

it('an empty chip proves nothing, and is no passport’s without a signature', () => {
  const nothing = { outcome: 'not-checked', reason: 'not-offered', facts: {} } as const;
  const reading: ChipReading = {
    access: { protocol: 'none' },
    cardAccess: null,
    cardSecurity: null,
    com: null,
    sod: null,
    dataGroups: new Map(),
    unreadable: new Map(),
    proofs: {
      paceChipAuthenticationMapping: nothing,
      chipAuthentication: nothing,
      activeAuthentication: nothing,
    },
    figures: { milliseconds: 0, commands: 0, sent: 0, received: 0, restarts: 0, blockLength: 0 },
  };
  expect(verdicts(reading).checks).toEqual({
    'chip-access': 'passed no-access-control',
    'passive-authentication': 'failed no-security-object',
    'chip-authentication': 'not-checked not-offered',
    'mrz-chip-match': 'not-checked no-dg1',
  });
});
