import {
  AUTHORITY,
  CLIENT,
  type EntraDoubleOptions,
  startEntraDouble,
  TENANT,
} from '../../../../../e2e/entra-double/index.ts';
import { KIOSK_TOKEN, startRelayServer } from '../../../../../e2e/entra-double/relay-server.ts';
import { loadProfile } from '../../../../../issuer/index.ts';
import type { OfferState } from '../../port.ts';
import type { EntraErrorCode } from '../errors.ts';
import { type EntraIssuerOptions, startEntraIssuer } from '../issuer.ts';
import { memoryOfferMemory } from '../offers.ts';
import { Secret } from '../secrets.ts';

export const quick = { backOff: 5, timeout: 3_000 };
export const CLAIMS = {
  given_name: 'ERIKA',
  family_name: 'MUSTERMANN',
  birthdate: '1984-01-26',
  age_equal_or_over: { 18: true },
  verification: { time: '2026-11-23T00:00Z' },
};

const resource = (name: string) =>
  loadProfile(new URL(`../../../../../resources/credentials/${name}.json`, import.meta.url));
export const profile = await resource('verified-identity');
export const photoProfile = await resource('photo-identity');

/** The double, a relay and an issuer between them, with everything the port told. */
export async function entraKit(
  double: EntraDoubleOptions = {},
  changes: Partial<EntraIssuerOptions> & { secret?: string; tenant?: string; clientId?: string } = {},
) {
  const { secret, tenant = TENANT, clientId = CLIENT, ...options } = changes;
  const entra = await startEntraDouble(double);
  const relay = await startRelayServer();
  const reports: EntraErrorCode[] = [];
  const states: OfferState[] = [];
  const made: EntraIssuerOptions = {
    application: {
      tenant,
      clientId,
      credential: { kind: 'secret', secret: new Secret(secret ?? entra.secret) },
      loginUrl: entra.url,
    },
    serviceUrl: entra.url,
    authority: AUTHORITY,
    manifest: entra.contract.manifest,
    type: entra.contract.type,
    registration: { clientName: 'Desk' },
    profile,
    relay: { url: relay.url, token: new Secret(KIOSK_TOKEN), wait: 2 },
    memory: memoryOfferMemory(),
    http: quick,
    report: (code) => reports.push(code),
    ...options,
  };
  const closing: (() => Promise<unknown>)[] = [];
  const start = async () => {
    const issuer = await startEntraIssuer(made);
    issuer.port.subscribe(({ state }) => states.push(state));
    closing.push(() => issuer.close());
    return issuer;
  };
  const issuer = await start();
  return {
    entra,
    relay,
    issuer,
    port: issuer.port,
    options: made,
    reports,
    states,
    start,
    order: (changes: { claims?: Record<string, unknown>; txCode?: boolean } = {}) =>
      issuer.port.createOffer({ subjectRef: 'visit-1', claims: CLAIMS, txCode: true, ...changes }),
    async close() {
      for (const close of closing) await close();
      await relay.close();
      await entra.close();
    },
  };
}
