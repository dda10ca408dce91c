import { afterEach, describe, expect, test } from 'vitest';
import {
  AUTHORITY,
  CLIENT,
  type DirectoryUser,
  type EntraDoubleOptions,
  type Presented,
  startEntraDouble,
  TENANT,
} from '../../../../../e2e/entra-double/index.ts';
import { KIOSK_TOKEN, startRelayServer } from '../../../../../e2e/entra-double/relay-server.ts';
import { Secret } from '../secrets.ts';
import { createHelpDesk, type HelpDeskOptions } from './help-desk.ts';
import { namesMatch } from './names.ts';

const erika: DirectoryUser = {
  id: 'id-erika',
  userPrincipalName: 'Erika@desk.example',
  givenName: 'Erika',
  surname: "O'Mustermann",
  accountEnabled: true,
};
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function desk(
  double: EntraDoubleOptions = {},
  changes: Partial<HelpDeskOptions> = {},
  secret?: string,
) {
  const entra = await startEntraDouble({ users: [erika], ...double });
  const relay = await startRelayServer();
  const made = createHelpDesk({
    application: {
      tenant: TENANT,
      clientId: CLIENT,
      credential: { kind: 'secret', secret: new Secret(secret ?? entra.secret) },
      loginUrl: entra.url,
    },
    serviceUrl: entra.url,
    graphUrl: entra.url,
    authority: AUTHORITY,
    registration: { clientName: 'Desk', purpose: 'To give you a Temporary Access Pass' },
    type: 'VerifiedEmployee',
    acceptedIssuers: [AUTHORITY],
    photoClaim: 'photo',
    matchConfidence: 80,
    account: { claim: 'revocationId' },
    passMinutes: 30,
    relay: { url: relay.url, token: new Secret(KIOSK_TOKEN), wait: 2 },
    http: { backOff: 5 },
    ...changes,
  });
  closing.push(
    () => made.close(),
    () => relay.close(),
    () => entra.close(),
  );
  const states: string[] = [];
  made.onChange(() => states.push(made.view().state));
  const uri = () => {
    const view = made.view();
    if (view.state !== 'waiting') throw new Error(`at ${view.state}`);
    return view.requestUri;
  };
  return { desk: made, entra, states, uri };
}
const good: Presented = { claims: { revocationId: 'erika@DESK.example', photo: 'x' }, score: 86.3 };

test('a Verified ID with Face Check, then staff, then a pass, which is forgotten', async () => {
  const { desk: one, entra, states, uri } = await desk();
  await one.begin('erika@desk.example');
  await expect(one.createPass()).rejects.toMatchObject({ code: 'entra/not-at-this-state' });
  await expect(one.begin('other')).rejects.toMatchObject({ code: 'entra/not-at-this-state' });
  const at = uri();
  await entra.wallet.retrieve(at);
  await entra.wallet.present(at, good);
  await expect.poll(() => one.view().state).toBe('verified');
  expect(entra.passes).toEqual([]);
  await one.createPass();
  expect(one.view()).toEqual({
    state: 'done',
    pass: entra.passes[0]!.pass,
    lifetimeMinutes: 30,
    usableOnce: true,
  });
  expect(entra.passes.map(({ user }) => user)).toEqual(['id-erika']);
  expect(states.filter((state) => state !== 'scanned')).toEqual([
    'asking',
    'waiting',
    'verified',
    'creating',
    'done',
  ]);
  one.finish();
  expect(one.view()).toEqual({ state: 'idle' });
  await expect(one.createPass()).rejects.toMatchObject({ code: 'entra/not-at-this-state' });
});

test('a pass is not left on the screen', async () => {
  const { desk: one, entra, uri } = await desk({}, { passShown: 50 });
  await one.begin('erika@desk.example');
  await entra.wallet.present(uri(), good);
  await expect.poll(() => one.view().state).toBe('verified');
  await one.createPass();
  await expect.poll(() => one.view()).toEqual({ state: 'idle' });
});

describe('no pass', () => {
  test.each<[string, Presented, string]>([
    ['a face that is not near enough', { ...good, score: 79 }, 'entra/claim-validation-error'],
    ['another account', { ...good, claims: { revocationId: 'max@desk.example' } }, 'entra/wrong-account'],
    ['no account claim', { ...good, claims: {} }, 'entra/wrong-account'],
    ['another issuer', { ...good, issuer: 'did:web:evil.example' }, 'entra/wrong-credential'],
    ['another type', { ...good, type: 'Membership' }, 'entra/wrong-credential'],
    ['a revoked credential', { ...good, revocationStatus: 'REVOKED' }, 'entra/presentation-error'],
  ])('for %s', async (_, presented, code) => {
    const { desk: one, entra, uri } = await desk();
    await one.begin('erika@desk.example');
    await entra.wallet.present(uri(), presented);
    await expect.poll(() => one.view()).toEqual({ state: 'failed', code });
    await expect(one.createPass()).rejects.toMatchObject({ code: 'entra/not-at-this-state' });
    expect(entra.passes).toEqual([]);
  });

  test.each<[string, EntraDoubleOptions, string]>([
    ['an account that is not there', { users: [] }, 'entra/user-not-found'],
    ['one that is switched off', { users: [{ ...erika, accountEnabled: false }] }, 'entra/account-disabled'],
    ['an application without the role', { graphRoles: [] }, 'entra/graph-forbidden'],
    ['one that may not ask for presentations', { requestRoles: [] }, 'entra/token-error'],
  ])('for %s', async (_, double, code) => {
    const { desk: one } = await desk(double);
    await one.begin('erika@desk.example');
    expect(one.view()).toEqual({ state: 'failed', code });
  });

  test('with a wrong secret', async () => {
    const { desk: one } = await desk({}, {}, 'another');
    await one.begin('erika@desk.example');
    expect(one.view()).toEqual({ state: 'failed', code: 'entra/secret-wrong' });
  });

  test('where the policy does not allow one, or the role is for reading alone', async () => {
    for (const [double, code] of [
      [{ policy: { enabled: false } }, 'entra/pass-not-allowed'],
      [{ policy: { maximumLifetimeInMinutes: 10 } }, 'entra/pass-not-allowed'],
      [{ graphRoles: ['User.Read.All'] }, 'entra/graph-forbidden'],
    ] as const) {
      const { desk: one, entra, uri } = await desk(double as EntraDoubleOptions);
      await one.begin('erika@desk.example');
      await entra.wallet.present(uri(), good);
      await expect.poll(() => one.view().state).toBe('verified');
      await one.createPass();
      expect(one.view()).toEqual({ state: 'failed', code });
    }
  });

  test('after the code has ended, or staff have given up', async () => {
    const { desk: one, entra, uri } = await desk({ lifeSeconds: 4 });
    await one.begin('erika@desk.example');
    const at = uri();
    await expect.poll(() => one.view()).toEqual({ state: 'failed', code: 'entra/request-expired' });
    await entra.wallet.present(at, good);
    await one.begin('erika@desk.example');
    const next = uri();
    one.finish();
    await entra.wallet.present(next, good);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(one.view()).toEqual({ state: 'idle' });
  });
});

describe('by names', () => {
  const byNames = {
    account: { names: 'relaxed', firstName: 'firstName', lastName: 'lastName' },
  } satisfies Partial<HelpDeskOptions>;
  const named = { claims: { firstName: 'ERIKA ANNA', lastName: "O'MUSTERMANN" }, score: 90 };

  test('where they are the account’s, and nobody else’s', async () => {
    const { desk: one, entra, uri } = await desk({}, byNames);
    await one.begin('erika@desk.example');
    await entra.wallet.present(uri(), named);
    await expect.poll(() => one.view().state).toBe('verified');
    const twin = { ...erika, id: 'id-twin', userPrincipalName: 'erika2@desk.example' };
    const two = await desk({ users: [erika, twin] }, byNames);
    await two.desk.begin('erika@desk.example');
    expect(two.desk.view()).toEqual({ state: 'failed', code: 'entra/same-names' });
  });

  test.each([
    ['Erika', 'Mustermann', 'ERIKA', 'MUSTERMANN', true, true],
    ['Erika', 'Mustermann', 'ERIKA ANNA', 'MUSTERMANN', false, true],
    ['Erika Anna', 'Mustermann', 'ERIKA', 'MUSTERMANN', false, false],
    ['Mustermann', 'Erika', 'ERIKA', 'MUSTERMANN', false, true],
    ['', 'Mustermann', 'ERIKA', 'MUSTERMANN', false, false],
    ['Erika', 'Mustermann', '', 'ERIKA MUSTERMANN', false, false],
    ['Eri', 'Mustermann', 'ERIKA', 'MUSTERMANN', false, false],
  ])('%s %s against %s %s', (first, last, given, family, exact, relaxed) => {
    const directory = { firstName: first, lastName: last };
    const credential = { firstName: given, lastName: family };
    expect(namesMatch(directory, credential, 'exact')).toBe(exact);
    expect(namesMatch(directory, credential, 'relaxed')).toBe(relaxed);
  });
});
