import { z } from 'zod';
import { ask, type HttpOptions, parseJson, trustedAddress } from '../http.ts';
import { ExternalError } from './errors.ts';

/** What an offer must be for, and how it must be guarded. */
export interface OfferRules {
  /** The one credential issuer identifier that is allowed, compared as it is written. */
  issuer: string;
  configurationId: string;
  /** The code the wallet must ask for; null when it must not ask for one. */
  txCode: string | null;
  /** Unix milliseconds; and the most milliseconds an offer may live. */
  now: number;
  maxLife: number;
}

const PRE_AUTHORIZED = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
/** Seconds an issuer's clock may be behind or ahead. */
const SKEW = 60_000;

/** OpenID4VCI 1.0 §4.1.1. */
const offer = z.object({
  credential_issuer: z.string(),
  credential_configuration_ids: z.array(z.string()),
  grants: z.record(z.string(), z.unknown()),
});
const grant = z.object({
  'pre-authorized_code': z.string().min(1).max(2000),
  tx_code: z
    .object({
      input_mode: z.enum(['numeric', 'text']).default('numeric'),
      length: z.number().int().optional(),
      description: z.string().max(300).optional(),
    })
    .optional(),
  authorization_server: z.string().optional(),
});

/**
 * Reads the offer an issuer elsewhere made, and writes it anew by value: what the phone gets is what was looked at here,
 * whatever stands behind an address by then.
 * @returns the URI for the QR code
 * @throws ExternalError external/offer-…
 */
export async function validateOffer(
  { offerUri, expiresAt }: { offerUri: string; expiresAt: number },
  rules: OfferRules,
  http: HttpOptions = {},
): Promise<string> {
  if (expiresAt <= rules.now || expiresAt > rules.now + rules.maxLife + SKEW)
    throw new ExternalError('external/offer-expiry', 'the offer ends in the past or too late');
  const parsed = offer.safeParse(await readOffer(offerUri, rules.issuer, http));
  if (!parsed.success) throw notAnOffer();
  const { credential_issuer, credential_configuration_ids, grants } = parsed.data;
  if (!isTrusted(credential_issuer))
    throw new ExternalError('external/offer-not-https', 'the issuer is not https');
  if (credential_issuer !== rules.issuer)
    throw new ExternalError('external/offer-foreign-issuer', 'the offer names another issuer');
  if (credential_configuration_ids.length !== 1 || credential_configuration_ids[0] !== rules.configurationId)
    throw new ExternalError('external/offer-wrong-configuration', 'the offer is for another credential');
  const [only, ...more] = Object.keys(grants);
  const code = grant.safeParse(grants[PRE_AUTHORIZED]);
  if (only !== PRE_AUTHORIZED || more.length > 0 || !code.success)
    throw new ExternalError('external/offer-wrong-grant', 'the offer has another grant');
  const { tx_code, authorization_server } = code.data;
  if (authorization_server !== undefined && !isTrusted(authorization_server))
    throw new ExternalError('external/offer-not-https', 'the authorization server is not https');
  checkCode(tx_code, rules.txCode);
  const shown = {
    credential_issuer,
    credential_configuration_ids,
    grants: { [PRE_AUTHORIZED]: withoutUndefined(code.data) },
  };
  return `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(shown))}`;
}

function checkCode(asked: z.infer<typeof grant>['tx_code'], wanted: string | null): void {
  if (wanted === null) {
    if (asked !== undefined) throw new ExternalError('external/offer-code-unwanted', 'a code is asked for');
    return;
  }
  if (asked === undefined) throw new ExternalError('external/offer-code-missing', 'no code is asked for');
  if (asked.input_mode !== 'numeric' || (asked.length ?? wanted.length) !== wanted.length)
    throw new ExternalError('external/offer-code-unwanted', 'another code is asked for');
}

/** §4.1: exactly one of the two parameters. By reference it may only stand at the issuer itself. */
async function readOffer(offerUri: string, issuer: string, http: HttpOptions): Promise<unknown> {
  if (!URL.canParse(offerUri) || offerUri.length > 8000) throw notAnOffer();
  const { protocol, searchParams } = new URL(offerUri);
  const known = ['openid-credential-offer:', 'haip-vci:'].includes(protocol);
  const [value, reference] = [
    searchParams.getAll('credential_offer'),
    searchParams.getAll('credential_offer_uri'),
  ];
  if (!known || value.length + reference.length !== 1) throw notAnOffer();
  if (value[0] !== undefined) return parseJson(value[0]);
  const address = reference[0] ?? '';
  if (!isTrusted(address)) throw new ExternalError('external/offer-not-https', 'the offer is not at https');
  if (!URL.canParse(issuer) || new URL(address).origin !== new URL(issuer).origin)
    throw new ExternalError('external/offer-foreign-issuer', 'the offer is elsewhere than its issuer');
  const answer = await ask(address, { headers: { Accept: 'application/json' } }, http).catch((cause) => {
    throw new ExternalError('external/offer-not-an-offer', 'the offer cannot be fetched', { cause });
  });
  if (answer.status !== 200) throw notAnOffer();
  return answer.body;
}

const notAnOffer = () => new ExternalError('external/offer-not-an-offer', 'there is no offer to read');

function isTrusted(address: string): boolean {
  try {
    const { username, hash } = trustedAddress(address);
    return username === '' && hash === '';
  } catch {
    return false;
  }
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return JSON.parse(JSON.stringify(value)) as Partial<T>;
}
