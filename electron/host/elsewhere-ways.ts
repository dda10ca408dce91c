import { resolve } from 'node:path';
import type { CredentialProfile } from '../../issuer/index.ts';
import type { HealthPart } from '../contract/index.ts';
import { type CredentialIssuerPort, entraIssuing, externalIssuing } from './credentials/index.ts';
import type { EntraWay, ExternalWay } from './station/index.ts';

const { createHelpDesk, readClientCredential, readSecret, startEntraIssuer } = entraIssuing;
const { jsonApiAdapter, startExternalIssuer } = externalIssuing;

/** Whoever issues elsewhere, as the host holds it. */
export interface ElsewhereWay {
  port: CredentialIssuerPort;
  issuerUrl: string;
  /** What verifiers trust is that issuer's own matter. */
  trustAnchorPem: null;
  health(): HealthPart;
  close(): Promise<void>;
}

interface Surroundings {
  /** The folder that files of the station file are named from. */
  folder: string;
  organisation: string;
  clock: { now(): number };
  tell: (code: string) => void;
}

interface Secrets {
  getSecret(name: string): Promise<Uint8Array | undefined>;
  setSecret(name: string, value: Uint8Array): Promise<void>;
}

const OFFERS = 'entra/offers';

/** Who the kiosk is to the tenant. @throws EntraError entra/credential-unreadable, entra/certificate-expired */
async function applicationOf(way: EntraWay, { folder, clock }: Surroundings) {
  const at = (file: string) => resolve(folder, file);
  const credential = await readClientCredential(
    way.certificateFile !== undefined
      ? { certificateFile: at(way.certificateFile), keyFile: way.keyFile && at(way.keyFile) }
      : { secretFile: at(way.secretFile ?? '') },
    clock.now(),
  );
  const relay = { url: way.relay.url, token: await readSecret(at(way.relay.tokenFile)) };
  const { tenant, clientId, loginUrl } = way;
  return { application: { tenant, clientId, credential, loginUrl }, relay };
}

/** Trouble that was told, for the health view; what went well since then ends it. */
function remembering(tell: (code: string) => void) {
  let last: string | null = null;
  return {
    last: () => last,
    report(code: string) {
      last = code;
      tell(code);
    },
    settled() {
      last = null;
    },
  };
}

/**
 * Offers of the tenant's Verified ID.
 * @throws EntraError when the station file's part for it cannot be used
 */
export async function startEntraWay(
  way: EntraWay,
  options: Surroundings & { profile: CredentialProfile; vault: Secrets },
): Promise<ElsewhereWay> {
  const { profile, vault, clock, organisation } = options;
  const { application, relay } = await applicationOf(way, options);
  const trouble = remembering(options.tell);
  const { port, close } = await startEntraIssuer({
    application,
    relay,
    serviceUrl: way.serviceUrl,
    authority: way.authority,
    manifest: way.manifest,
    type: way.type,
    registration: registrationOf(way, organisation),
    ...(way.validityDays === undefined ? {} : { validityDays: way.validityDays }),
    profile,
    memory: {
      async load() {
        const bytes = await vault.getSecret(OFFERS);
        return bytes ? JSON.parse(new TextDecoder().decode(bytes)) : null;
      },
      save: (offers) => vault.setSecret(OFFERS, new TextEncoder().encode(JSON.stringify(offers))),
    },
    clock: clock.now,
    report: trouble.report,
  });
  port.subscribe(({ state }) => {
    if (state === 'issued') trouble.settled();
  });
  return {
    port,
    close,
    issuerUrl: way.authority,
    trustAnchorPem: null,
    health: () => ({
      part: 'issuer',
      state: trouble.last() === null ? 'ok' : 'degraded',
      detail: [
        'Microsoft Entra Verified ID',
        ...(trouble.last() === null ? [] : [trouble.last()]),
        // Said where staff look, so that nobody promises a visitor what Microsoft does not offer.
        'Entra’s self-service recovery takes no credential of a kiosk; the help desk can make a Temporary Access Pass',
      ].join('; '),
    }),
  };
}

/** The help-desk route, where the station file has it. @throws EntraError as `startEntraWay` does */
export async function startHelpDesk(way: EntraWay, options: Surroundings) {
  if (way.helpDesk === undefined) return null;
  const { application, relay } = await applicationOf(way, options);
  return createHelpDesk({
    ...way.helpDesk,
    application,
    relay,
    serviceUrl: way.serviceUrl,
    authority: way.authority,
    registration: registrationOf(way, options.organisation),
    clock: options.clock.now,
    report: options.tell,
  });
}

function registrationOf({ clientName, logoUrl, termsOfServiceUrl }: EntraWay, organisation: string) {
  return {
    clientName: clientName ?? organisation,
    ...(logoUrl === undefined ? {} : { logoUrl }),
    ...(termsOfServiceUrl === undefined ? {} : { termsOfServiceUrl }),
  };
}

/** Offers of an OpenID4VCI issuer elsewhere. @throws EntraError, ExternalError when its part cannot be used */
export async function startExternalWay(way: ExternalWay, options: Surroundings): Promise<ElsewhereWay> {
  const { folder, clock } = options;
  const secret = await readSecret(resolve(folder, way.secretFile));
  const trouble = remembering(options.tell);
  const { port, close } = startExternalIssuer({
    adapter: jsonApiAdapter({
      apiUrl: way.apiUrl,
      tokenUrl: way.tokenUrl,
      clientId: way.clientId,
      clientSecret: () => secret.reveal(),
      ...(way.scope === undefined ? {} : { scope: way.scope }),
      clock: clock.now,
    }),
    issuer: way.issuer,
    configurationId: way.configurationId,
    maxLifeSeconds: way.maxLifeSeconds,
    clock: clock.now,
    report: trouble.report,
  });
  port.subscribe(({ state }) => {
    if (state === 'issued' || state === 'accepted') trouble.settled();
  });
  return {
    port,
    close,
    issuerUrl: way.issuer,
    trustAnchorPem: null,
    health: () => ({
      part: 'issuer',
      state: trouble.last() === null ? 'ok' : 'degraded',
      detail: ['external issuer', ...(trouble.last() === null ? [] : [trouble.last()])].join('; '),
    }),
  };
}
