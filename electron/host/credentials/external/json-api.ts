import { z } from 'zod';
import { type Answer, ask, HttpError, type HttpOptions, persistently, trustedAddress } from '../http.ts';
import { offerStates } from '../port.ts';
import type { ExternalAdapter } from './adapter.ts';
import { ExternalError } from './errors.ts';

export interface JsonApiOptions {
  /** Below it are `/offers` and `/offers/ID`. */
  apiUrl: string;
  tokenUrl: string;
  clientId: string;
  /** Asked for each time, so that it is held nowhere else. */
  clientSecret: () => string;
  scope?: string;
  clock: () => number;
  http?: HttpOptions;
}

const token = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(300),
});
const created = z.object({
  offer_id: z.string().regex(/^[A-Za-z0-9._~-]{1,200}$/),
  credential_offer_uri: z.string(),
  /** Unix seconds. */
  expires_at: z.number(),
});
const status = z.object({
  subject_ref: z.string(),
  state: z.enum(offerStates),
  tries_left: z.number().int().min(0).nullish(),
  expires_at: z.number(),
});

/**
 * The adapter for the JSON API of docs/external-issuer.md, with OAuth client credentials (RFC 6749 §4.4).
 * @throws ExternalError external/bad-address
 */
export function jsonApiAdapter(options: JsonApiOptions): ExternalAdapter {
  const { apiUrl, tokenUrl, clientId, clientSecret, scope, clock, http = {} } = options;
  for (const address of [apiUrl, tokenUrl]) mapped(() => trustedAddress(address));
  let kept: { value: string; until: number } | null = null;

  async function accessToken(): Promise<string> {
    if (kept !== null && clock() < kept.until) return kept.value;
    // RFC 6749 §2.3.1: both are form-encoded before they become Basic credentials.
    const basic = `${formEncoded(clientId)}:${formEncoded(clientSecret())}`;
    const answer = await send(tokenUrl, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope ? { scope } : {}) }),
    });
    const parsed = token.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success)
      throw new ExternalError('external/token-refused', `the token endpoint answered ${answer.status}`);
    kept = { value: parsed.data.access_token, until: clock() + parsed.data.expires_in * 1000 - 30_000 };
    return kept.value;
  }

  async function send(url: string, init: RequestInit): Promise<Answer> {
    const answer = await mapped(() => ask(url, init, http));
    if (answer.status === 429 || answer.status >= 500)
      throw new ExternalError('external/busy', `the issuer answered ${answer.status}`, answer);
    return answer;
  }

  async function call(path: string, method: 'POST' | 'GET' | 'DELETE', body?: unknown): Promise<Answer> {
    const once = async (): Promise<Answer> =>
      send(`${apiUrl}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${await accessToken()}`,
          Accept: 'application/json',
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    return persistently(
      async () => {
        const answer = await once();
        if (answer.status !== 401) return answer;
        kept = null;
        return once();
      },
      (error) => (error instanceof ExternalError && passing(method, error.code) ? error : null),
      http,
    );
  }

  return {
    async createOffer({ subjectRef, configurationId, claims, txCode, ttlSeconds }) {
      const answer = await call('/offers', 'POST', {
        subject_ref: subjectRef,
        credential_configuration_id: configurationId,
        claims,
        ...(txCode === null ? {} : { tx_code: txCode }),
        expires_in: ttlSeconds,
      });
      if (answer.status !== 201) throw refused(answer);
      const { offer_id, credential_offer_uri, expires_at } = read(created, answer);
      return { offerId: offer_id, offerUri: credential_offer_uri, expiresAt: expires_at * 1000 };
    },
    async state(offerId) {
      const answer = await call(`/offers/${encodeURIComponent(offerId)}`, 'GET');
      if (answer.status !== 200) throw refused(answer);
      const { subject_ref, state, tries_left, expires_at } = read(status, answer);
      return {
        subjectRef: subject_ref,
        state,
        triesLeft: tries_left ?? null,
        expiresAt: expires_at * 1000,
      };
    },
    async cancel(offerId) {
      const answer = await call(`/offers/${encodeURIComponent(offerId)}`, 'DELETE');
      if (answer.status === 204) return true;
      if (answer.status === 409) return false;
      throw refused(answer);
    },
  };
}

const PASSING: ReadonlySet<string> = new Set(['external/busy', 'external/unreachable', 'external/timed-out']);

/** An order whose answer did not come may have been taken: given again, it would make an offer nobody here can call back. */
const passing = (method: string, code: string) =>
  method === 'POST' ? code === 'external/busy' : PASSING.has(code);

/** As application/x-www-form-urlencoded has it, which is not as URLs have it. */
const formEncoded = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length);

function refused({ status }: Answer): ExternalError {
  const code = status === 404 ? 'external/unknown-offer' : 'external/refused';
  return new ExternalError(code, `the issuer answered ${status}`);
}

function read<T>(schema: z.ZodType<T>, { body }: Answer): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  // Places alone: what stands there may be a claim or a code.
  const places = parsed.error.issues.map(({ path }) => path.join('.') || 'answer').join(', ');
  throw new ExternalError('external/bad-answer', `the issuer answered in another form: ${places}`);
}

/** Faults of the way under this way's own codes. */
function mapped<T>(work: () => T): T {
  const rethrow = (error: unknown): never => {
    if (!(error instanceof HttpError)) throw error;
    throw new ExternalError(`external/${error.fault}`, error.message, { cause: error.cause });
  };
  try {
    const result = work();
    return result instanceof Promise ? (result.catch(rethrow) as T) : result;
  } catch (error) {
    return rethrow(error);
  }
}
