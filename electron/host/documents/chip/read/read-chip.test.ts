import { describe, expect, it } from 'vitest';
import { rejectionCode } from '../testing/error-code.ts';
import { fingerprint } from '../testing/hex.ts';
import { ISSUED_AT, laid, passport, picture, readPassport, SPECIMEN, state } from '../testing/passports.ts';
import { CHIP_FAULTS, type DocumentDefect, issueDefective, type PassportRequest } from '../virtual/index.ts';
import { ChipMemory, type ChipProgress, readChip } from './index.ts';

const EVERYTHING: Partial<PassportRequest> = {
  portrait: picture(15_000),
  portraitStandard: 'ISO 39794-5',
  holder: { fullName: 'ERIKSSON<<ANNA<MARIA', placeOfBirth: ['ZENITH'] },
  signature: new Uint8Array(900).fill(7),
  issuingAuthority: 'PASSPORT OFFICE',
  chipAuthentication: { ciphers: ['AES-256'], parameters: 'brainpoolP320r1' },
  activeAuthentication: { key: { curve: 'brainpoolP256r1' } },
};

describe('reading', () => {
  it('reads every file of a full chip, and has it prove itself', async () => {
    const document = await passport(EVERYTHING);
    const { dataGroups, proofs, com, sod, cardAccess, unreadable, figures } = await readPassport(document);
    expect([...dataGroups.keys()].sort((a, b) => a - b)).toEqual([1, 2, 7, 11, 12, 14, 15]);
    for (const [group, file] of document.dataGroups) {
      expect(fingerprint(dataGroups.get(group))).toBe(fingerprint(file));
    }
    expect([com, sod, cardAccess].every((file) => file !== null)).toBe(true);
    expect(unreadable.size).toBe(0);
    expect(proofs).toMatchObject({
      paceChipAuthenticationMapping: { outcome: 'not-checked', reason: 'not-offered' },
      chipAuthentication: { outcome: 'passed', facts: { cipher: 'AES-256', agreement: 'ECDH' } },
      activeAuthentication: { outcome: 'passed', facts: { key: 'brainpoolP256r1', hash: 'SHA-256' } },
    });
    expect(figures).toMatchObject({ restarts: 0, blockLength: 223 });
    expect(figures.received).toBeGreaterThan(15_000);
  });

  it('never touches fingerprints and irises', async () => {
    const document = await passport();
    const asked: number[] = [];
    const application = new Map(document.personality.application);
    const com = application.get(0x011e) ?? new Uint8Array();
    // DG3 and DG4 stand in the list beside what there is.
    application.set(
      0x011e,
      Uint8Array.from([
        ...com.slice(0, 1),
        (com[1] ?? 0) + 2,
        ...com.slice(2, -4),
        ...[(com.at(-4) ?? 0) + 2],
        ...com.slice(-3),
        0x63,
        0x76,
      ]),
    );
    const spied = new Proxy(application, {
      get: (target, name) =>
        name === 'get'
          ? (id: number) => {
              asked.push(id);
              return target.get(id);
            }
          : Reflect.get(target, name),
    });
    const changed = { ...document, personality: { ...document.personality, application: spied } };
    const reading = await readPassport(changed);
    expect(Buffer.from(reading.com ?? []).includes(Buffer.from([0x63, 0x76]))).toBe(true);
    expect(asked).toContain(0x0102);
    expect(asked).not.toContain(0x0103);
    expect(asked).not.toContain(0x0104);
  });

  it('reads a portrait beyond 32 kB', async () => {
    const document = await passport({ portrait: picture(70_000) });
    const { dataGroups } = await readPassport(document);
    expect(fingerprint(dataGroups.get(2))).toBe(fingerprint(document.dataGroups.get(2)));
  });

  it.each([
    [200, 192],
    [160, 160],
    [130, 128],
    [100, 64],
  ])('asks for less of a chip that gives %i octets at most', async (longestRead, blockLength) => {
    const document = await passport({ portrait: picture(3000), longestRead });
    const { figures, dataGroups } = await readPassport(document);
    expect(figures).toMatchObject({ blockLength, restarts: 0 });
    expect(dataGroups.get(2)).toHaveLength(document.dataGroups.get(2)?.length ?? 0);
  });

  it('uses long answers where the chip states them, and goes without where the reader breaks', async () => {
    const document = await passport({ portrait: picture(15_000), longAnswers: 3000 });
    const { figures } = await readPassport(document);
    expect(figures.blockLength).toBe(2048);
    expect(figures.commands).toBeLessThan(45);
    const without = await readPassport(document, { longAnswers: false });
    expect(without.figures.blockLength).toBe(223);
    const reader = laid(document);
    const chip = {
      ...reader,
      async transmit(command: Uint8Array) {
        const long = command.length > 5 && command[4] === 0;
        return long ? Uint8Array.of(0x67, 0x00) : reader.transmit(command);
      },
    };
    const [key] = document.keys;
    if (!key) throw new Error('no key');
    const broken = await readChip({ chip, key });
    expect(broken.figures).toMatchObject({ blockLength: 223, restarts: 1 });
  });

  it('tells how far it is, and never goes back', async () => {
    const told: ChipProgress[] = [];
    await readPassport(await passport(EVERYTHING), { progress: (progress) => told.push(progress) });
    expect(told.map(({ stage }) => stage)).toContain('opening');
    expect(told.map(({ stage }) => stage)).toContain('proving');
    for (const [i, { done, total }] of told.entries()) {
      expect(done).toBeGreaterThanOrEqual(told[i - 1]?.done ?? 0);
      expect(done).toBeLessThanOrEqual(total);
    }
    expect(told.at(-1)?.done).toBe(told.at(-1)?.total);
  });

  it('stops when told to', async () => {
    const controller = new AbortController();
    const reading = readPassport(await passport(EVERYTHING), {
      signal: controller.signal,
      progress: ({ done }) => done > 5000 && controller.abort(),
    });
    expect(await rejectionCode(reading)).toBe('chip/cancelled');
  });
});

describe('proofs against clones', () => {
  it.each([
    ['AES-128 on a curve', { ciphers: ['AES-128'], parameters: 'secp521r1' }],
    ['triple DES on a curve', { ciphers: ['3DES'], parameters: 'brainpoolP224r1' }],
    ['the strongest of several', { ciphers: ['3DES', 'AES-128', 'AES-192'], parameters: 'secp384r1' }],
    ['a group of 1024 bits', { ciphers: ['AES-128'], parameters: 0 }],
    ['a group of 2048 bits', { ciphers: ['AES-256'], parameters: 2 }],
    ['triple DES in a group', { ciphers: ['3DES'], parameters: 1 }],
    ['a key without a protocol', { ciphers: ['3DES'], parameters: 'brainpoolP256r1', unstated: true }],
  ] as const)('chip authentication with %s', async (_name, chipAuthentication) => {
    for (const pace of [undefined, []]) {
      const document = await passport({ chipAuthentication, ...(pace && { pace }) });
      const { proofs, figures } = await readPassport(document);
      const strongest = chipAuthentication.ciphers.at(-1);
      expect(proofs.chipAuthentication).toMatchObject({ outcome: 'passed', facts: { cipher: strongest } });
      expect(figures.restarts).toBe(0);
    }
  });

  it.each([
    ['RSA 1024', { rsaBits: 1024 }, 'SHA-1'],
    ['RSA 1536', { rsaBits: 1536 }, 'SHA-256'],
    ['RSA 2048', { rsaBits: 2048 }, 'SHA-256'],
    ['secp224r1', { curve: 'secp224r1' }, 'SHA-224'],
    ['brainpoolP512r1', { curve: 'brainpoolP512r1' }, 'SHA-512'],
  ] as const)('active authentication with %s', async (name, key, hash) => {
    const { proofs } = await readPassport(await passport({ activeAuthentication: { key, hash } }));
    expect(proofs.activeAuthentication).toEqual({
      outcome: 'passed',
      reason: 'proved',
      facts: { key: name, hash },
    });
  });

  it('chip authentication goes into a session of its own where there is no access control', async () => {
    const request = { ...EVERYTHING, basicAccess: false, pace: [] };
    const document = await passport(request);
    const { access, proofs, dataGroups } = await readPassport(document);
    expect(access).toEqual({ protocol: 'none' });
    expect(proofs.chipAuthentication).toMatchObject({ outcome: 'passed', facts: { cipher: 'AES-256' } });
    expect(fingerprint(dataGroups.get(2))).toBe(fingerprint(document.dataGroups.get(2)));
    const { authority } = await state();
    const base = { mrz: SPECIMEN, issuedAt: ISSUED_AT, portrait: picture(600), ...request };
    const copy = await readPassport(await issueDefective(authority, base, 'cloned-chip'));
    expect(copy.proofs.chipAuthentication).toMatchObject({ outcome: 'failed', reason: 'wrong-keys' });
    expect(copy.dataGroups.size).toBe(7);
  });

  it('chip authentication within PACE makes another one needless, if its key is in DG14', async () => {
    const document = await passport({
      pace: [{ agreement: 'ECDH', mapping: 'CAM', cipher: 'AES-128', parameterId: 13 }],
      chipAuthentication: { ciphers: ['AES-128'], parameters: 'brainpoolP256r1' },
    });
    const { proofs, cardSecurity } = await readPassport(document);
    expect(proofs.paceChipAuthenticationMapping).toMatchObject({
      outcome: 'passed',
      facts: { key: 'EF.CardSecurity' },
    });
    expect(proofs.chipAuthentication).toMatchObject({ outcome: 'passed', reason: 'proved' });
    expect(cardSecurity).not.toBeNull();
    const { personality } = document;
    const mappingKey = personality.chipAuthentication?.key ?? null;
    const oneKey = await readPassport({ ...document, personality: { ...personality, mappingKey } });
    expect(oneKey.proofs).toMatchObject({
      paceChipAuthenticationMapping: { outcome: 'passed', facts: { key: 'DG14' } },
      chipAuthentication: { outcome: 'not-checked', reason: 'proved-in-pace' },
    });
  });

  it('a copy fails each of them and is still read', async () => {
    const { authority } = await state();
    const request = { mrz: SPECIMEN, issuedAt: ISSUED_AT, ...EVERYTHING, portrait: picture(600) };
    const copy = await issueDefective(authority, request, 'cloned-chip');
    const { proofs, figures, dataGroups } = await readPassport(copy);
    expect(proofs.chipAuthentication).toMatchObject({ outcome: 'failed', reason: 'wrong-keys' });
    expect(proofs.activeAuthentication).toMatchObject({ outcome: 'failed', reason: 'wrong-signature' });
    expect(figures.restarts).toBe(1);
    expect(dataGroups.size).toBe(7);
    const mapping = { agreement: 'ECDH', mapping: 'CAM', cipher: 'AES-128', parameterId: 13 } as const;
    const mapped = await issueDefective(authority, { ...request, pace: [mapping] }, 'cloned-chip');
    expect((await readPassport(mapped)).proofs.paceChipAuthenticationMapping).toMatchObject({
      outcome: 'failed',
      reason: 'wrong-key',
    });
  });

  it('a copy without a security object is read as well', async () => {
    const { authority } = await state();
    const request = { mrz: SPECIMEN, issuedAt: ISSUED_AT, ...EVERYTHING, portrait: picture(600) };
    const copy = await issueDefective(authority, request, 'cloned-chip');
    const application = new Map(copy.personality.application);
    application.delete(0x011d);
    const { sod, proofs, figures } = await readPassport({
      ...copy,
      personality: { ...copy.personality, application },
    });
    expect(sod).toBeNull();
    expect(proofs.chipAuthentication).toMatchObject({ outcome: 'failed', reason: 'wrong-keys' });
    expect(figures.restarts).toBe(1);
  });

  it('a chip that refuses fails, and goes on under the old keys', async () => {
    const document = await passport(EVERYTHING);
    const personality = { ...document.personality, chipAuthentication: null, activeAuthentication: null };
    const { proofs, figures } = await readPassport({ ...document, personality });
    expect(proofs.chipAuthentication).toMatchObject({ outcome: 'failed', reason: 'refused' });
    expect(proofs.activeAuthentication).toMatchObject({ outcome: 'failed', reason: 'refused' });
    expect(figures.restarts).toBe(0);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['slow', 'none'],
    ['torn-off', 'chip/gone'],
    ['silent', 'chip/no-answer'],
    ['wrong-mac', 'chip/protocol'],
    ['replayed-answer', 'chip/protocol'],
    ['endless-answer', 'chip/protocol'],
    ['drops-session', 'none'],
    ['none', 'none'],
  ] as const)('%s ends with %s', async (fault, code) => {
    const document = await passport({ portrait: picture(fault === 'slow' ? 100 : 9000) });
    const reading = readPassport(document, { fault, timeOut: 400 });
    expect(await rejectionCode(reading)).toBe(code);
  });

  it('knows every fault', () => {
    expect(CHIP_FAULTS).toHaveLength(8);
  });

  it.each<[DocumentDefect, string]>([
    ['truncated-file', 'chip/malformed'],
    ['hostile-length', 'chip/too-large'],
  ])('%s makes one file unreadable', async (defect, code) => {
    const { authority } = await state();
    const request = { mrz: SPECIMEN, issuedAt: ISSUED_AT, portrait: picture(5000) };
    const { unreadable, dataGroups } = await readPassport(await issueDefective(authority, request, defect));
    expect([...unreadable]).toEqual([[2, code]]);
    expect(dataGroups.has(1)).toBe(true);
  });
});

describe('a document that is taken away', () => {
  it('is read on from where it was', async () => {
    const document = await passport({ portrait: picture(12_000) });
    const [key] = document.keys;
    if (!key) throw new Error('no key');
    const chip = laid(document, 'torn-off');
    const memory = new ChipMemory();
    expect(await rejectionCode(readChip({ chip, key, memory }))).toBe('chip/gone');
    const done = memory.octets.done;
    expect(done).toBeGreaterThan(3000);
    expect(await rejectionCode(readChip({ chip, key, memory }))).toBe('chip/gone');
    chip.putBack();
    const whole = await readPassport(document);
    const { dataGroups, figures } = await readChip({ chip, key, memory });
    expect(fingerprint(dataGroups.get(2))).toBe(fingerprint(document.dataGroups.get(2)));
    expect(figures.received).toBeLessThan(whole.figures.received - 2000);
  });

  it('is not mixed with another that is laid down in its place', async () => {
    const first = await passport({ portrait: picture(12_000) });
    const [key] = first.keys;
    if (!key) throw new Error('no key');
    const memory = new ChipMemory();
    const torn = readChip({ chip: laid(first, 'torn-off'), key, memory });
    expect(await rejectionCode(torn)).toBe('chip/gone');
    // The same zone, so that the key fits; another portrait of the same length.
    const other = { ...picture(12_000), image: new Uint8Array(12_000).fill(9) };
    const second = await passport({ portrait: other });
    const { dataGroups } = await readChip({ chip: laid(second), key, memory });
    expect(fingerprint(dataGroups.get(2))).toBe(fingerprint(second.dataGroups.get(2)));
  });
});
