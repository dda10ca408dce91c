import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Authority,
  appointListSigner,
  rollOver,
  writeCertificate,
  writeLdif,
  writeMasterList,
} from '../issuing/index.ts';
import { errorCode } from '../testing/error-code.ts';
import { onlyList } from '../testing/only-list.ts';
import { hasTestData, testData } from '../testing/test-data.ts';
import { FOUNDED, masterList, NOW, type Utopia, utopia, YEAR } from '../testing/utopia.ts';
import {
  countList,
  decodeTrustStore,
  encodeTrustStore,
  importTrust,
  listAge,
  TrustAnchors,
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

/** A list signer of `authority` with a master list of its own certificate. */
async function listUnder(
  authority: Authority,
  chain: readonly Uint8Array[],
  term = { notBefore: FOUNDED, notAfter: FOUNDED + 14 * YEAR },
) {
  const signer = await appointListSigner(authority, term);
  return writeMasterList({ signer, chain, certificates: [authority.certificate], signedAt: NOW });
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const pem = (kind: string, der: Uint8Array): Uint8Array =>
  text(
    `-----BEGIN ${kind}-----\n${Buffer.from(der)
      .toString('base64')
      .replace(/.{64}/g, '$&\n')}\n-----END ${kind}-----\n`,
  );

describe('a master list', () => {
  it('is imported with its date, origin and counts', () => {
    const list = only(masterList(state, [other.csca.certificate]));
    expect(list).toMatchObject({
      kind: 'master-list',
      country: 'UT',
      signer: 'C=UT, O=Ministry of Specimens, CN=Master List Signer',
      signedAt: NOW,
      importedAt: NOW,
    });
    expect(countList(list)).toEqual({ certificates: 2, countries: 2, roots: 2, links: 0, unsupported: 0 });
  });

  it('may come as PEM, with its root as PEM', () => {
    expect(only(pem('CMS', masterList(state)), [pem('CERTIFICATE', root)]).country).toBe('UT');
  });

  it('may have no date; its age is then that of the import', () => {
    const { listSigner, csca } = state;
    const list = only(writeMasterList({ signer: listSigner, chain: [], certificates: [csca.certificate] }));
    expect(list.signedAt).toBeNull();
    expect(listAge(list, NOW + YEAR)).toBe(365);
  });

  it('grows old, and so do the anchors when all lists have', () => {
    const list = only(masterList(state));
    const day = 86_400_000;
    expect(listAge(list, NOW + 90 * day)).toBe(90);
    expect(listAge(list, NOW - day)).toBe(0);
    const anchors = new TrustAnchors([list], 90);
    expect([90, 91].map((days) => anchors.areOld(NOW + days * day))).toEqual([false, true]);
    const newer = { ...list, signedAt: NOW + day };
    expect(new TrustAnchors([list, newer], 90).areOld(NOW + 91 * day)).toBe(false);
    expect(new TrustAnchors([list]).areOld(NOW + 9000 * day)).toBe(false);
  });

  it('of another state is not trusted', () => {
    expect(errorCode(() => importTrust(masterList(other), [root], NOW))).toBe('trust/unknown-root');
    expect(errorCode(() => importTrust(masterList(other), [], NOW))).toBe('trust/unknown-root');
    expect(errorCode(() => importTrust(masterList(other), [root, other.csca.certificate], NOW))).toBe('none');
  });

  it('of a namesake is not trusted', async () => {
    expect(errorCode(() => importTrust(masterList(state), [root], NOW))).toBe('none');
    const forger = await utopia();
    expect(errorCode(() => importTrust(masterList(forger), [root], NOW))).toBe('trust/unknown-root');
  });

  it('that was changed is not trusted', () => {
    const list = masterList(state, [other.csca.certificate]);
    const at = Buffer.from(list).indexOf(Buffer.from(other.csca.certificate)) + 40;
    list[at] = (list[at] as number) ^ 1;
    expect(errorCode(() => importTrust(list, [root], NOW))).toBe('trust/wrong-signature');
  });

  it('signed by a document signer is not trusted', () => {
    const signer = state.signer;
    const list = writeMasterList({ signer, chain: [root], certificates: [root], signedAt: NOW });
    expect(errorCode(() => importTrust(list, [root], NOW))).toBe('trust/not-a-list-signer');
  });

  it('signed by somebody a document signer appointed is not trusted', async () => {
    const mole: Authority = { ...state.csca, ...state.signer };
    const list = await listUnder(mole, [state.signer.certificate, root]);
    expect(errorCode(() => importTrust(list, [root], NOW))).toBe('trust/unknown-root');
  });

  it('must have been signed in its signer’s time, and not tomorrow', async () => {
    const late = await listUnder(state.csca, [], { notBefore: FOUNDED, notAfter: FOUNDED + YEAR });
    expect(errorCode(() => importTrust(late, [root], NOW))).toBe('trust/not-a-list-signer');
    const tomorrow = masterList(state, [], NOW + 2 * 86_400_000);
    expect(errorCode(() => importTrust(tomorrow, [root], NOW))).toBe('trust/from-the-future');
  });

  it('is checked over a rollover: by links that come with the signature or stand in the list', async () => {
    const second = await rollOver(state.csca, { now: FOUNDED + YEAR });
    const third = await rollOver(second.authority, { now: FOUNDED + 2 * YEAR });
    const signed = await listUnder(third.authority, [third.link, second.link, third.authority.certificate]);
    expect(only(signed).country).toBe('UT');
    const broken = await listUnder(third.authority, [third.link, third.authority.certificate]);
    expect(errorCode(() => importTrust(broken, [root], NOW))).toBe('trust/unknown-root');
    const signer = await appointListSigner(third.authority, {
      notBefore: FOUNDED,
      notAfter: FOUNDED + 9 * YEAR,
    });
    const inside = writeMasterList({
      signer,
      chain: [],
      certificates: [third.link, second.link],
      signedAt: NOW,
    });
    expect(countList(only(inside))).toMatchObject({ certificates: 2, links: 2, roots: 0 });
  });

  it('is none when it is something else', () => {
    for (const bytes of [
      new Uint8Array(),
      text('hello'),
      text('-----BEGIN CMS-----\n!'),
      masterList(state).subarray(0, 900),
    ]) {
      expect(errorCode(() => importTrust(bytes, [root], NOW))).toBe('trust/not-a-list');
    }
    expect(errorCode(() => importTrust(masterList(state), [text('no root')], NOW))).toBe('trust/not-a-root');
  });
});

describe('a single certificate', () => {
  it('is taken when it is the pinned root, or linked to it', async () => {
    expect(only(root)).toMatchObject({ kind: 'certificate', country: 'UT', certificates: [root] });
    const { link, authority } = await rollOver(state.csca, { now: FOUNDED + YEAR });
    expect(only(link).certificates).toEqual([link]);
    expect(errorCode(() => importTrust(authority.certificate, [root], NOW))).toBe('trust/unknown-root');
  });

  it('is not taken for having the root’s key: who signed it counts', () => {
    const { name, key, notBefore, notAfter } = state.csca;
    const copy = { role: 'csca', serial: 7n, issuer: name, notBefore, notAfter, key } as const;
    const forged = writeCertificate({
      ...copy,
      subject: { ...name, country: 'NL' },
      issuerKey: other.csca.key,
    });
    expect(errorCode(() => importTrust(forged, [root], NOW))).toBe('trust/unknown-root');
    const renewed = writeCertificate({ ...copy, subject: name, issuerKey: key });
    expect(only(renewed).certificates).toEqual([renewed]);
  });

  it('is not taken when it is no authority’s', () => {
    expect(errorCode(() => importTrust(state.signer.certificate, [root], NOW))).toBe('trust/not-a-list');
  });
});

describe('an LDIF file', () => {
  const entries = () => [
    { country: 'UT', list: masterList(state) },
    { country: 'NL', list: masterList(other) },
  ];

  it('gives the lists that lead to a pinned root, and says which do not', () => {
    const all = importTrust(text(writeLdif(entries())), [root, other.csca.certificate], NOW);
    expect(all.lists.map(({ country }) => country)).toEqual(['UT', 'NL']);
    const some = importTrust(text(writeLdif(entries())), [root], NOW);
    expect(some.lists.map(({ country }) => country)).toEqual(['UT']);
    expect(some.refused.map(({ error }) => error.code)).toEqual(['trust/unknown-root']);
  });

  it('is read with carriage returns, options, comments, and the former attribute', () => {
    const ldif = writeLdif(entries().slice(0, 1))
      .replace('pkdMasterListContent::', 'CscaMasterListData;binary::')
      .replace('version: 1', '# exported\n# twice\nversion: 1')
      .replaceAll('\n', '\r\n');
    const more = `${ldif}\r\ndn: cn=1\r\nuserCertificate;binary:: AAAA\r\n\r\ndn: cn=2\r\ncertificateRevocationList;binary:: AAAA\r\n`;
    const { lists, ignored } = importTrust(text(more), [root], NOW);
    expect(lists.length).toBe(1);
    expect(ignored).toEqual({ documentSigners: 1, revocationLists: 1 });
  });

  it('without a good list says why', () => {
    expect(errorCode(() => importTrust(text('version: 1\n\ndn: cn=1\n'), [root], NOW))).toBe(
      'trust/not-a-list',
    );
    const strange = text(writeLdif(entries().slice(1)));
    expect(errorCode(() => importTrust(strange, [root], NOW))).toBe('trust/unknown-root');
    const garbled = text('version: 1\n\ndn: cn=1\npkdMasterListContent:: %%%\n');
    expect(errorCode(() => importTrust(garbled, [root], NOW))).toBe('trust/not-a-list');
  });
});

const LISTS = [
  ['masterlists/DE_ML_2026-05-28-08-28-45.ml', 'masterlists/DE_ROOT_CA_CSCA07.cer', 588, 112, 375],
  ['masterlists/NL_ML_2026-07-22.ml', 'masterlists/NL_ROOT_CA.cer', 411, 129, 411],
] as const;
const FILES = [...LISTS.map(([list]) => list), ...LISTS.map(([, pinned]) => pinned)];

describe.skipIf(!hasTestData(...FILES))('the lists of states', () => {
  const today = Date.UTC(2026, 8, 1);

  it.each(LISTS)('%s is imported whole', (file, pinned, certificates, countries, roots) => {
    const list = only(testData(file), [testData(pinned)], today);
    expect(countList(list)).toEqual({
      certificates,
      countries,
      roots,
      links: certificates - roots,
      unsupported: 0,
    });
  });

  it('do not vouch for each other', () => {
    const [german, dutch] = LISTS;
    expect(errorCode(() => importTrust(testData(german[0]), [testData(dutch[1])], today))).toBe(
      'trust/unknown-root',
    );
  });

  it('together know 129 countries', () => {
    const lists = LISTS.map(([file, pinned]) => only(testData(file), [testData(pinned)], today));
    const anchors = new TrustAnchors(decodeTrustStore(encodeTrustStore(lists)));
    expect([anchors.size, anchors.countries.length]).toEqual([627, 129]);
  });
});
