import { describe, expect, it } from 'vitest';
import { appointDocumentSigner, rollOver, writeDg1, writeDg12 } from '../issuing/index.ts';
import { genuinePassport } from '../testing/genuine.ts';
import { anchorsOf, FOUNDED, ISSUED, MRZ, NOW, passport, utopia, YEAR } from '../testing/utopia.ts';
import { TrustAnchors } from '../trust/index.ts';

const { state, anchors, check } = await genuinePassport();

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

  it('is not checked for a forger, or a new key, where all lists are old; what else is wrong still counts', async () => {
    const stranger = await utopia();
    const { files, com, sod } = passport(stranger);
    const old = new TrustAnchors(anchors.lists, 30);
    const now = NOW + 31 * 86_400_000;
    const { step, verdict } = check({ files, com, sod, anchors: old, now });
    expect([step('chip-signer-chain'), verdict]).toEqual([
      'not-checked trust-list-old',
      'not-checked trust-list-old',
    ]);
    const dutch = [(MRZ[0] as string).replace('UTO', 'NLD'), MRZ[1] as string];
    const another = passport(stranger, { files: new Map(files).set(1, writeDg1(dutch)) });
    const found = check({
      files: new Map(files).set(1, writeDg1(dutch)),
      com,
      sod: another.sod,
      anchors: old,
      now,
    });
    expect(found.step('chip-signer-chain')).toBe('not-checked trust-list-old');
    expect(found.verdict).toBe('failed other-state');
  });

  it('tells how old the list is that knows the signer', () => {
    const { steps, summary } = check({ now: NOW + 9.5 * 86_400_000 });
    const chain = steps.find((one) => one.check === 'chip-signer-chain');
    expect([chain?.facts.listDays, summary.facts.listDays]).toEqual([9, 9]);
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
