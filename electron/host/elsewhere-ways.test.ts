import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AUTHORITY, CLIENT, startEntraDouble, TENANT } from '../../e2e/entra-double/index.ts';
import { KIOSK_TOKEN, startRelayServer } from '../../e2e/entra-double/relay-server.ts';
import { loadProfile } from '../../issuer/index.ts';
import { startEntraWay, startExternalWay, startHelpDesk } from './elsewhere-ways.ts';
import { readStationFile } from './station/index.ts';
import { resourcesDirectory } from './testing/index.ts';

const closing: (() => Promise<unknown>)[] = [];
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elsewhere-'));
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true });
});

async function read(issuer: object) {
  const file = join(folder, 'station.json');
  await writeFile(file, JSON.stringify({ issuer }));
  return readStationFile(file).issuer;
}

const tenant = {
  tenant: TENANT,
  clientId: CLIENT,
  secretFile: 'secret',
  authority: AUTHORITY,
  type: 'DeskVerifiedIdentity',
  manifest: 'https://verifiedid.did.msidentity.com/v1.0/contract',
  relay: { url: 'https://hub.example', tokenFile: 'token' },
};

test('a station file with a tenant starts its way, and its offers outlive a restart', async () => {
  const entra = await startEntraDouble();
  const relay = await startRelayServer();
  closing.push(
    () => relay.close(),
    () => entra.close(),
  );
  await writeFile(join(folder, 'secret'), `${entra.secret}\n`);
  await writeFile(join(folder, 'token'), KIOSK_TOKEN);
  const { entra: way } = await read({
    way: 'entra',
    entra: {
      ...tenant,
      manifest: entra.contract.manifest,
      relay: { url: relay.url, tokenFile: 'token' },
      loginUrl: entra.url,
      serviceUrl: entra.url,
      helpDesk: { acceptedIssuers: [AUTHORITY], graphUrl: entra.url },
    },
  });
  const secrets = new Map<string, Uint8Array>();
  const told: string[] = [];
  const around = { folder, organisation: 'Desk', clock: Date, tell: (code: string) => told.push(code) };
  const start = async () =>
    startEntraWay(way!, {
      ...around,
      profile: await loadProfile(join(resourcesDirectory, 'credentials/verified-identity.json')),
      vault: {
        getSecret: async (name) => secrets.get(name),
        async setSecret(name, value) {
          secrets.set(name, value);
        },
      },
    });
  const first = await start();
  expect(first.health()).toMatchObject({ part: 'issuer', state: 'ok' });
  expect(first.health().detail).toContain('self-service recovery takes no credential of a kiosk');
  const offer = await first.port.createOffer({
    subjectRef: 'visit-1',
    claims: { family_name: 'X' },
    txCode: false,
  });
  expect(entra.seen[0]?.body).toMatchObject({ registration: { clientName: 'Desk' } });
  await first.close();
  await entra.wallet.fail(offer.offerUri, 'issuance_service_error');
  const second = await start();
  closing.unshift(() => second.close());
  await expect.poll(async () => (await second.port.status(offer.offerId)).state).toBe('failed');
  expect(told).toEqual(['entra/issuance-service-error']);
  expect(second.health()).toMatchObject({ state: 'degraded' });
  const desk = await startHelpDesk(way!, around);
  closing.unshift(async () => desk?.close());
  await desk!.begin('nobody@desk.example');
  expect(desk!.view()).toEqual({ state: 'failed', code: 'entra/user-not-found' });
  const { helpDesk: _, ...without } = way!;
  expect(await startHelpDesk(without, around)).toBeNull();
});

test('a missing secret is told before a visitor comes', async () => {
  const { entra: way } = await read({ way: 'entra', entra: tenant });
  const around = { folder, organisation: 'Desk', clock: Date, tell: () => {} };
  await expect(startHelpDesk({ ...way!, helpDesk: helpDeskOf() }, around)).rejects.toMatchObject({
    code: 'entra/credential-unreadable',
  });
  const { external } = await read({
    way: 'external',
    external: {
      apiUrl: 'https://issuer.example/api',
      tokenUrl: 'https://issuer.example/token',
      clientId: 'k',
      secretFile: 'none',
      issuer: 'https://issuer.example',
      configurationId: 'identity',
    },
  });
  await expect(startExternalWay(external!, around)).rejects.toMatchObject({
    code: 'entra/credential-unreadable',
  });
  await writeFile(join(folder, 'none'), 'secret');
  const started = await startExternalWay(external!, around);
  closing.push(() => started.close());
  expect(started.health()).toEqual({ part: 'issuer', state: 'ok', detail: 'external issuer' });
});

function helpDeskOf() {
  return {
    type: 'VerifiedEmployee',
    acceptedIssuers: [AUTHORITY],
    photoClaim: 'photo',
    matchConfidence: 70,
    account: { claim: 'revocationId' },
    passMinutes: 60,
    graphUrl: 'https://graph.microsoft.com',
  };
}

describe('a station file is refused', () => {
  test.each([
    ['that names a way without its part', { way: 'entra' }, /issuer\.entra: .*tenant/],
    ['without the issuer', { way: 'external' }, /issuer\.external: .*issuer/],
    ['with both a secret and a certificate', { entra: { ...tenant, certificateFile: 'c' } }, /secretFile/],
    ['with neither', { entra: { ...tenant, secretFile: undefined } }, /secretFile/],
    ['with another kind of DID', { entra: { ...tenant, authority: 'did:ion:x' } }, /authority: .*did:web/],
    [
      'with a relay over http',
      { entra: { ...tenant, relay: { url: 'http://a.example', tokenFile: 't' } } },
      /https/,
    ],
    ['with the secret itself in it', { entra: { ...tenant, secret: 'x' } }, /entra/],
    [
      'with a threshold Face Check does not have',
      { entra: { ...tenant, helpDesk: { acceptedIssuers: [AUTHORITY], matchConfidence: 49 } } },
      /matchConfidence/,
    ],
    [
      'with a help desk that would take any issuer',
      { entra: { ...tenant, helpDesk: { acceptedIssuers: [] } } },
      /acceptedIssuers/,
    ],
  ])('%s', async (_, issuer, place) => {
    await expect(read(issuer)).rejects.toThrow(place);
  });
});
