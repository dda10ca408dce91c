import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCertificate } from '../certificates/index.ts';
import { rollOver } from '../issuing/index.ts';
import { errorCode } from '../testing/error-code.ts';
import { onlyList } from '../testing/only-list.ts';
import { anchorsOf, FOUNDED, masterList, NOW, type Utopia, utopia, YEAR } from '../testing/utopia.ts';
import {
  addLists,
  addToTrustStore,
  countList,
  decodeTrustStore,
  encodeTrustStore,
  readTrustStore,
  TrustAnchors,
  type TrustList,
  writeTrustStore,
} from './index.ts';

let state: Utopia;
let other: Utopia;
let root: Uint8Array;
beforeAll(async () => {
  state = await utopia();
  other = await utopia({ country: 'NL', key: { rsaBits: 2048 } });
  root = state.csca.certificate;
});

const only = (bytes: Uint8Array, roots: readonly Uint8Array[] = [root], now = NOW) =>
  onlyList(bytes, roots, now);

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('the store', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trust-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('keeps what was imported', async () => {
    const file = join(folder, 'deeper', 'trust-store.json');
    expect(await readTrustStore(file)).toEqual([]);
    const lists = [only(masterList(state, [other.csca.certificate])), only(root)];
    await writeTrustStore(file, lists);
    expect(await readTrustStore(file)).toEqual(lists);
    expect(await readdir(join(folder, 'deeper'))).toEqual(['trust-store.json']);
  });

  it('says when it is damaged', async () => {
    const good = new TextDecoder().decode(encodeTrustStore([only(masterList(state))]));
    expect(decodeTrustStore(text(good)).length).toBe(1);
    const damages = [
      '',
      'null',
      '[]',
      '{}',
      good.slice(0, -50),
      good.replace('"MII', '"MIJ'),
      good.replace('"version": 1', '"version": 2'),
      good.replace('"master-list"', '"list"'),
      good.replace(/"signedAt": \d+/, '"signedAt": "today"'),
      good.replace('"country": "UT"', '"country": 7'),
    ];
    for (const damage of damages) {
      expect(errorCode(() => decodeTrustStore(text(damage)))).toBe('trust/store-damaged');
    }
    const file = join(folder, 'damaged.json');
    await writeFile(file, Uint8Array.of(0xff, 0xfe));
    await expect(readTrustStore(file)).rejects.toMatchObject({ code: 'trust/store-damaged' });
    expect((await readFile(file)).length).toBe(2);
  });

  it('replaces a list by a newer one of its origin, never by an older one', () => {
    const [old, young, foreign] = [
      only(masterList(state, [], NOW - YEAR)),
      only(masterList(state)),
      only(masterList(other), [other.csca.certificate]),
    ] as [TrustList, TrustList, TrustList];
    const { lists, taken, refused } = addLists([old], [foreign, young]);
    expect([lists, taken, refused]).toEqual([[foreign, young], [foreign, young], []]);
    expect(addLists(lists, [young]).lists).toEqual([foreign, young]);
    expect(errorCode(() => addLists(lists, [old]))).toBe('trust/older');
    expect(errorCode(() => addLists(lists, []))).toBe('trust/not-a-list');
  });

  it('takes of several lists those that are no step back', async () => {
    const file = join(folder, 'several.json');
    const [old, young] = [only(masterList(state, [], NOW - YEAR)), only(masterList(state))];
    const foreign = only(masterList(other), [other.csca.certificate]);
    await addToTrustStore(file, [young]);
    const { taken, refused } = await addToTrustStore(file, [old, foreign]);
    expect(taken).toEqual([foreign]);
    expect(refused.map(({ digest, error }) => [digest, error.code])).toEqual([[old.digest, 'trust/older']]);
    expect(await readTrustStore(file)).toEqual([young, foreign]);
    const both = await addToTrustStore(join(folder, 'both.json'), [old, young]);
    expect([both.lists, both.taken]).toEqual([[young], [young]]);
  });

  it('says that it could not be kept', async () => {
    const adding = addToTrustStore(join(folder, 'none', '\0', 'store.json'), [only(root)]);
    await expect(adding).rejects.toMatchObject({ code: 'trust/not-kept' });
  });
});

describe('anchors', () => {
  it('count a certificate of two lists once', () => {
    const list = only(masterList(state, [other.csca.certificate]));
    const anchors = new TrustAnchors([list, only(root)]);
    expect([anchors.size, anchors.countries]).toEqual([2, ['NL', 'UT']]);
  });

  it('leave out what is no certificate', () => {
    const list = { ...only(root), certificates: [root, text('rubbish')] };
    expect(new TrustAnchors([list]).size).toBe(1);
    expect(countList(list)).toMatchObject({ certificates: 2, unsupported: 1 });
  });

  it('name the key a certificate asks for first', async () => {
    const { authority } = await rollOver(state.csca, { now: FOUNDED + YEAR });
    const anchors = anchorsOf(state, [authority.certificate]);
    const issuers = anchors.possibleIssuers(readCertificate(state.signer.certificate));
    expect(issuers.map(({ encoded }) => encoded)).toEqual([root, authority.certificate]);
  });
});
