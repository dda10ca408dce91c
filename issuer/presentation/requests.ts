import { createHash } from 'node:crypto';
import { type CryptoKey, compactDecrypt, exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import { readForm } from '../http/body.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { privateJson } from '../http/reply.ts';
import { type IssuerKeys, signJws } from '../keys/index.ts';
import { randomToken } from '../secrets.ts';
import type { Clock, RandomSource } from '../types.ts';
import { PresentationError, type PresentationErrorCode } from './errors.ts';
import { type Presented, verifyPresentation } from './verify.ts';

export type PresentationOutcome =
  | { readonly state: 'retrieved' }
  | { readonly state: 'presented'; readonly presented: Presented }
  /** The wallet said so (`access_denied` …), or what it sent was not believed. */
  | { readonly state: 'failed'; readonly reason: PresentationErrorCode | 'presentation/refused' }
  | { readonly state: 'expired' };

export interface PresentationRequest {
  readonly id: string;
  /** What the QR code says (OpenID4VP 1.0 §5.7). */
  readonly requestUri: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface PresentationOptions {
  /** Issuer identifier; requests live under its path. */
  readonly issuerUrl: string;
  readonly keys: IssuerKeys;
  /** Kinds (vct) of the credentials that are asked for, and the claims the wallet is asked to disclose of each. */
  readonly kinds: readonly string[];
  readonly claims: readonly (readonly string[])[];
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Told of each request's outcome, in order; the last one is not `retrieved`. */
  readonly tell: (id: string, outcome: PresentationOutcome) => void;
}

interface Open {
  readonly handle: string;
  readonly nonce: string;
  readonly expiresAt: number;
  readonly publicJwk: JWK;
  readonly privateKey: CryptoKey;
  retrieved: boolean;
}

const LIFE = 120_000;
/** Requests that wait at once; a kiosk has one visitor. */
const MOST = 100;
const QUERY = 'identity';
const response = z.object({ vp_token: z.record(z.string(), z.array(z.string()).min(1)), state: z.string() });

/**
 * Asks wallets to present what this issuer gives (OpenID4VP 1.0): a signed request by reference, client identifier
 * `x509_hash` (§5.9.3), DCQL, answered encrypted by `direct_post.jwt` (§8.3.1). Requests are kept in memory: one that a
 * restart loses is asked again.
 */
export function createPresentations(options: PresentationOptions) {
  const { issuerUrl, keys, clock, random, tell } = options;
  const path = `${new URL(issuerUrl).pathname.replace(/\/$/, '')}/presentations/`;
  const open = new Map<string, Open>();

  const clientId = async () => {
    const [leaf] = (await keys.current()).x5c;
    const hash = createHash('sha256').update(Buffer.from(leaf ?? '', 'base64'));
    return `x509_hash:${hash.digest('base64url')}`;
  };
  const end = (id: string, outcome: PresentationOutcome) => {
    if (open.delete(id)) tell(id, outcome);
  };
  const expire = () => {
    for (const [id, { expiresAt }] of [...open]) if (expiresAt <= clock()) end(id, { state: 'expired' });
  };
  const byHandle = (handle: string) => {
    expire();
    const found = [...open].find(([, one]) => one.handle === handle);
    if (!found) throw new ProtocolError(404, 'not_found', 'there is no such request');
    return found;
  };

  async function requestObject(handle: string): Promise<Response> {
    const [id, request] = byHandle(handle);
    const key = await keys.current();
    const now = Math.floor(clock() / 1000);
    const jwt = await signJws(
      { typ: 'oauth-authz-req+jwt', x5c: key.x5c },
      {
        response_type: 'vp_token',
        response_mode: 'direct_post.jwt',
        client_id: await clientId(),
        response_uri: `${issuerUrl}/presentations/${handle}/response`,
        aud: 'https://self-issued.me/v2',
        nonce: request.nonce,
        state: id,
        iat: now,
        exp: Math.ceil(request.expiresAt / 1000),
        dcql_query: {
          credentials: [
            {
              id: QUERY,
              format: 'dc+sd-jwt',
              meta: { vct_values: options.kinds },
              claims: options.claims.map((claim) => ({ path: claim })),
            },
          ],
        },
        client_metadata: {
          jwks: { keys: [request.publicJwk] },
          encrypted_response_enc_values_supported: ['A128GCM', 'A256GCM'],
          vp_formats_supported: {
            'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'], 'kb-jwt_alg_values': ['ES256'] },
          },
        },
      },
      key,
    );
    if (!request.retrieved) {
      request.retrieved = true;
      tell(id, { state: 'retrieved' });
    }
    return new Response(jwt, {
      headers: { 'Content-Type': 'application/oauth-authz-req+jwt', 'Cache-Control': 'no-store' },
    });
  }

  async function answered(handle: string, http: Request): Promise<Response> {
    const [id, request] = byHandle(handle);
    const form = await readForm(http);
    const encrypted = form.get('response');
    if (encrypted === undefined) {
      if (form.get('error') === undefined || form.get('state') !== id) {
        throw new ProtocolError(400, 'invalid_request', 'neither a response nor an error of this request');
      }
      end(id, { state: 'failed', reason: 'presentation/refused' });
      return privateJson({});
    }
    try {
      const { vp_token } = await deciphered(encrypted, id, request);
      const [token] = vp_token[QUERY] ?? [];
      if (token === undefined) throw new PresentationError('presentation/malformed', 'nothing is presented');
      const presented = await verifyPresentation(token, {
        issuers: [issuerUrl],
        kinds: options.kinds,
        keys: await keys.published(),
        audience: await clientId(),
        nonce: request.nonce,
        now: clock(),
      });
      end(id, { state: 'presented', presented });
      return privateJson({});
    } catch (error) {
      if (!(error instanceof PresentationError)) throw error;
      // What is no answer to this request must not end it for the wallet that holds the credential.
      if (error.code !== 'presentation/undecipherable' && error.code !== 'presentation/malformed') {
        end(id, { state: 'failed', reason: error.code });
      }
      throw new ProtocolError(400, 'invalid_request', 'the presentation was not believed');
    }
  }

  async function deciphered(text: string, id: string, { privateKey }: Open) {
    let plain: unknown;
    try {
      const opened = await compactDecrypt(text, privateKey, {
        keyManagementAlgorithms: ['ECDH-ES'],
        contentEncryptionAlgorithms: ['A128GCM', 'A256GCM'],
      });
      plain = JSON.parse(new TextDecoder().decode(opened.plaintext));
    } catch (cause) {
      throw new PresentationError('presentation/undecipherable', 'not encrypted for this request', { cause });
    }
    const parsed = response.safeParse(plain);
    if (!parsed.success || parsed.data.state !== id) {
      throw new PresentationError('presentation/malformed', 'no response of OpenID4VP');
    }
    return parsed.data;
  }

  return {
    /** @throws RangeError when too many requests wait */
    async start(): Promise<PresentationRequest> {
      expire();
      if (open.size >= MOST) throw new RangeError('too many presentations are waited for');
      const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
      const [id, handle] = [randomToken(random, 16), randomToken(random, 16)];
      const expiresAt = clock() + LIFE;
      const publicJwk = { ...(await exportJWK(publicKey)), use: 'enc', alg: 'ECDH-ES', kid: id };
      const nonce = randomToken(random, 16);
      open.set(id, { handle, nonce, expiresAt, publicJwk, privateKey, retrieved: false });
      const query = new URLSearchParams({
        client_id: await clientId(),
        request_uri: `${issuerUrl}/presentations/${handle}`,
      });
      return { id, requestUri: `openid4vp://?${query}`, expiresAt };
    },
    /** Nobody waits for it any more. */
    cancel: (id: string) => void open.delete(id),
    expire,
    /** Answers a wallet; null for a path that is not this room's. @throws ProtocolError */
    handle(request: Request): Promise<Response> | null {
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith(path)) return null;
      const [handle = '', rest, ...more] = pathname.slice(path.length).split('/');
      const wanted = rest === undefined ? 'GET' : rest === 'response' && more.length === 0 ? 'POST' : null;
      if (wanted === null) throw new ProtocolError(404, 'not_found', 'there is nothing at this address');
      if (request.method !== wanted) {
        throw new ProtocolError(405, 'invalid_request', `only ${wanted} is allowed here`, { Allow: wanted });
      }
      return wanted === 'GET' ? requestObject(handle) : answered(handle, request);
    },
  };
}

export type Presentations = ReturnType<typeof createPresentations>;
