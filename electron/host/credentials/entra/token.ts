import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { tokenEndpointError } from './documented-errors.ts';
import { EntraError } from './errors.ts';
import { ask, type HttpOptions, persistently, trustedAddress } from './http.ts';
import { type ClientCredential, Secret } from './secrets.ts';

export interface Application {
  tenant: string;
  clientId: string;
  credential: ClientCredential;
  /** `https://login.microsoftonline.com` in the public cloud. */
  loginUrl: string;
}

/** The Request Service's application id; the tenant consents to what the application may do there. */
export const REQUEST_SERVICE_SCOPE = '3db474b9-6a0c-4840-96ac-1fceb342124f/.default';
export const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/** Access tokens for one resource by the client credentials grant, kept until shortly before they end. */
export interface TokenSource {
  /** @throws EntraError */
  get(): Promise<Secret>;
  /** The token was refused: the next one is asked for anew. */
  forget(): void;
}

/**
 * @param application who asks; a certificate's assertion is PS256 with `x5t#S256` ("Certificate credentials")
 * @param clock Unix milliseconds
 */
export function tokenSource(
  application: Application,
  scope: string,
  clock: () => number,
  http: HttpOptions = {},
): TokenSource {
  const { tenant, clientId, credential, loginUrl } = application;
  const url = trustedAddress(`${loginUrl}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`);
  let kept: { token: Secret; until: number } | null = null;
  let asking: Promise<Secret> | null = null;

  async function proof(): Promise<Record<string, string>> {
    if (credential.kind === 'secret') return { client_secret: credential.secret.reveal() };
    const now = Math.floor(clock() / 1000);
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': credential.thumbprint })
      .setAudience(url.href)
      .setIssuer(clientId)
      .setSubject(clientId)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + 300)
      .sign(credential.key);
    return { client_assertion_type: ASSERTION_TYPE, client_assertion: assertion };
  }

  async function fetchToken(): Promise<Secret> {
    const answer = await ask(
      url,
      {
        method: 'POST',
        body: new URLSearchParams({
          client_id: clientId,
          scope,
          grant_type: 'client_credentials',
          ...(await proof()),
        }),
      },
      http,
    );
    if (answer.status !== 200) throw tokenEndpointError(answer.status, answer.body, answer.retryAfter);
    const parsed = tokenAnswer.safeParse(answer.body);
    if (!parsed.success) throw new EntraError('entra/bad-answer', 'the token endpoint gave no token');
    const token = new Secret(parsed.data.access_token);
    kept = { token, until: clock() + parsed.data.expires_in * 1000 - 120_000 };
    return token;
  }

  return {
    async get() {
      if (kept !== null && clock() < kept.until) return kept.token;
      asking ??= persistently(fetchToken, http).finally(() => {
        asking = null;
      });
      return asking;
    },
    forget() {
      kept = null;
    },
  };
}
