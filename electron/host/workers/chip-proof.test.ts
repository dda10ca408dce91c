import { createHash } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type Authority,
  addToTrustStore,
  appointListSigner,
  type ChipReading,
  foundAuthority,
  importTrust,
  inProcessReader,
  mrzKey,
  readChip,
  readTrustStore,
  TRUST_STORE_FILE,
  writeMasterList,
} from '../documents/chip/index.ts';
import { parseMrz } from '../documents/mrz/index.ts';
import { chipOf, utopia } from '../testing/chips.ts';
import { fakeClock, freshDirectory, passport } from '../testing/index.ts';
import { chipProofOver } from './chip-proof.ts';

const day = 86_400_000;
let authority: Authority;
let reading: ChipReading;
beforeAll(async () => {
  authority = await utopia();
  const zone = parseMrz(passport());
  if (zone.kind !== 'mrz') throw new Error('no zone');
  reading = await readChip({ chip: inProcessReader(await chipOf()), key: mrzKey(zone) });
});

/** A list that Utopia signed that many days ago, with these certificates. */
async function masterList(daysAgo: number, certificates: Uint8Array[]): Promise<Uint8Array> {
  const term = { notBefore: authority.notBefore, notAfter: authority.notAfter };
  const signer = await appointListSigner(authority, term);
  const signedAt = Date.now() - daysAgo * day;
  return writeMasterList({ signer, chain: [authority.certificate], certificates, signedAt });
}

function open(directory = freshDirectory(), options: Partial<Parameters<typeof chipProofOver>[0]> = {}) {
  const told: string[] = [];
  const changed = vi.fn();
  const clock = fakeClock();
  const proof = chipProofOver({
    file: join(directory, TRUST_STORE_FILE),
    clock,
    days: 90,
    invented: [],
    trouble: (code) => told.push(code),
    changed,
    ...options,
  });
  onTestFinished(async () => {
    await proof.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  return { proof, told, changed, clock, directory };
}

const verdict = (checks: Awaited<ReturnType<ReturnType<typeof open>['proof']['judge']>>, name: string) => {
  const found = checks.find(({ check }) => check === name);
  return found && `${found.outcome} ${found.reason}`;
};

describe('the trust of a station', () => {
  it('begins with nobody, and judges without', async () => {
    const { proof, told } = open();
    const checks = await proof.judge(reading, passport());
    expect(verdict(checks, 'passive-authentication')).toBe('not-checked no-trust-list');
    expect(proof.trust()).toEqual({ lists: [], simulated: false });
    expect(told).toEqual([]);
  });

  it('takes a list under its root, keeps it over a restart, and judges by it', async () => {
    const { proof, directory, changed } = open();
    changed.mockClear();
    await proof.importTrust(await masterList(10, [authority.certificate]), authority.certificate);
    expect(changed).toHaveBeenCalled();
    expect(proof.trust().lists).toMatchObject([
      {
        kind: 'master-list',
        country: 'UT',
        signer: 'C=UT, O=Ministry of Specimens, CN=Master List Signer',
        root: createHash('sha256').update(authority.certificate).digest('hex'),
        certificates: 1,
        states: 1,
        old: false,
      },
    ]);
    const again = open(directory).proof;
    const checks = await again.judge(reading, passport());
    expect(verdict(checks, 'passive-authentication')).toBe('passed genuine');
    const proven = checks.find(({ check }) => check === 'passive-authentication');
    expect(proven?.facts.listDays).toBe(10);
  });

  it('refuses what is not signed under the root, and what is older than what it has', async () => {
    const { proof } = open();
    const other = await foundAuthority({ country: 'XX', now: authority.notBefore });
    const list = await masterList(10, [authority.certificate]);
    await expect(proof.importTrust(list, other.certificate)).rejects.toMatchObject({
      code: 'trust/unknown-root',
    });
    await expect(proof.importTrust(list, new Uint8Array(9))).rejects.toMatchObject({
      code: 'trust/not-a-root',
    });
    await expect(proof.importTrust(new Uint8Array(9), authority.certificate)).rejects.toMatchObject({
      code: 'trust/not-a-list',
    });
    expect(proof.trust().lists).toEqual([]);
    await proof.importTrust(list, authority.certificate);
    await expect(
      proof.importTrust(await masterList(20, [authority.certificate]), authority.certificate),
    ).rejects.toMatchObject({ code: 'trust/older' });
    expect(proof.trust().lists).toHaveLength(1);
  });

  it('keeps what the command line has put there since it began', async () => {
    const { proof, directory } = open();
    await proof.ready;
    const other = await foundAuthority({ country: 'XX', now: authority.notBefore });
    const { lists } = importTrust(other.certificate, [other.certificate], Date.now());
    await addToTrustStore(join(directory, TRUST_STORE_FILE), lists);
    await proof.importTrust(await masterList(10, [authority.certificate]), authority.certificate);
    expect(proof.trust().lists.map(({ country }) => country)).toEqual(['XX', 'UT']);
    expect(await readTrustStore(join(directory, TRUST_STORE_FILE))).toHaveLength(2);
  });

  it('writes a store that was damaged meanwhile anew, with what it knows', async () => {
    const { proof, directory, told } = open();
    const other = await foundAuthority({ country: 'XX', now: authority.notBefore });
    await proof.importTrust(other.certificate, other.certificate);
    writeFileSync(join(directory, TRUST_STORE_FILE), '{');
    await proof.importTrust(authority.certificate, authority.certificate);
    expect(told).toEqual(['trust/store-damaged']);
    expect(proof.trust().lists.map(({ country }) => country)).toEqual(['XX', 'UT']);
    expect(await readTrustStore(join(directory, TRUST_STORE_FILE))).toHaveLength(2);
  });

  it('tells of a list that is old, and holds nothing against a state’s key that it does not know', async () => {
    const { proof, told } = open();
    const stranger = await foundAuthority({ country: 'UT', now: authority.notBefore });
    await proof.importTrust(await masterList(100, [stranger.certificate]), authority.certificate);
    expect(told).toEqual(['trust/old']);
    expect(proof.trust().lists[0]?.old).toBe(true);
    const checks = await proof.judge(reading, passport());
    expect(verdict(checks, 'chip-signer-chain')).toBe('not-checked trust-list-old');
    expect(verdict(checks, 'passive-authentication')).toBe('not-checked trust-list-old');
    // A newer list that does not know it either is a finding.
    await proof.importTrust(await masterList(1, [stranger.certificate]), authority.certificate);
    expect(verdict(await proof.judge(reading, passport()), 'passive-authentication')).toBe(
      'failed csca-unknown',
    );
  });

  it('tells once of a list that grows old while the station runs', async () => {
    const { proof, told, clock } = open();
    await proof.importTrust(await masterList(80, [authority.certificate]), authority.certificate);
    proof.review();
    expect(told).toEqual([]);
    clock.advance(12 * day);
    proof.review();
    proof.review();
    expect(told).toEqual(['trust/old']);
  });

  it('sets a damaged store aside and says so', async () => {
    const directory = freshDirectory();
    writeFileSync(join(directory, TRUST_STORE_FILE), '{"format":"proofdesk-trust-store"');
    const { proof, told } = open(directory);
    await proof.ready;
    expect(told).toEqual(['trust/store-damaged']);
    expect(readdirSync(directory)).toEqual([expect.stringMatching(/^trust-store\.json\.damaged-\d+$/)]);
    await proof.importTrust(authority.certificate, authority.certificate);
    expect(proof.trust().lists).toMatchObject([{ kind: 'certificate', signedAt: null }]);
  });

  it('trusts an invented state in memory only', async () => {
    const { proof, directory } = open(freshDirectory(), { invented: [authority.certificate] });
    expect(verdict(await proof.judge(reading, passport()), 'passive-authentication')).toBe('passed genuine');
    expect(proof.trust()).toEqual({ lists: [], simulated: true });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('says that a list could not be kept', async () => {
    const directory = freshDirectory();
    const { proof } = open(directory, { file: join(directory, 'none', '\0', TRUST_STORE_FILE) });
    await expect(proof.importTrust(authority.certificate, authority.certificate)).rejects.toMatchObject({
      code: 'trust/not-kept',
    });
  });
});

it('breaks off a thread that does not answer', async () => {
  const directory = freshDirectory();
  const entry = join(directory, 'silent.mjs');
  writeFileSync(
    entry,
    `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {});`,
  );
  const { proof } = open(directory, { entry, patience: 100 });
  await expect(proof.judge(reading, null)).rejects.toMatchObject({ code: 'chip-proof/worker-hung' });
});
