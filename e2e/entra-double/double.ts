import { createHash, randomUUID, type X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerGraph, type DirectoryUser, graphRefusal, type PassPolicy } from './graph.ts';
import { type Contract, issuanceFaults, presentationFaults, type Wrong } from './request-fields.ts';
import { type Granted, grantToken } from './tokens.ts';

export interface EntraDoubleOptions {
  secret?: string;
  certificates?: X509Certificate[];
  contract?: Partial<Contract>;
  /** Seconds a request lives; the service says 5 minutes by its `expiry`, and nowhere else. */
  lifeSeconds?: number;
  users?: DirectoryUser[];
  policy?: Partial<PassPolicy>;
  requestRoles?: string[];
  graphRoles?: string[];
}

/** What is presented to the service, and by it to the callback. */
export interface Presented {
  issuer?: string;
  type?: string;
  claims: Record<string, string>;
  /** What Face Check comes to. */
  score?: number;
  revocationStatus?: string;
}

interface Kept {
  kind: 'issuance' | 'presentation';
  requestId: string;
  body: Record<string, unknown>;
  expiry: number;
}

export const TENANT = '11111111-2222-3333-4444-555555555555';
export const CLIENT = '66666666-7777-8888-9999-000000000000';
export const AUTHORITY = 'did:web:verifiedid.desk.example';
const REQUEST_SCOPE = '3db474b9-6a0c-4840-96ac-1fceb342124f/.default';

/** "Error codes and messages" of the Request Service API error codes. */
const OUTER: Record<number, [code: string, message: string]> = {
  400: ['badRequest', 'The request is invalid.'],
  401: ['unauthorized', 'The requested resource requires authentication'],
  403: ['forbidden', 'Missing permissions to fulfill this request.'],
  404: ['notFound', "The requested resource doesn't exist."],
  413: ['payloadTooLarge', 'The payload is too large.'],
  415: ['unsupportedMediaType', 'The specified media type is unsupported.'],
  429: ['tooManyRequests', 'Too many requests, try again later.'],
  500: ['internalServerError', 'A generic error has occurred on the server.'],
  503: ['serviceUnavailable', 'The server is temporarily unavailable, please try again later.'],
};

function errorBody(status: number, inner: { code: string; target?: string; message?: string }) {
  const [code, message] = OUTER[status] ?? [`status${status}`, 'refused'];
  return {
    requestId: randomUUID(),
    date: new Date().toUTCString(),
    mscv: 'A1b2C3d4E5f6G7h8.1',
    error: { code, message, innererror: { message: 'refused', ...inner } },
  };
}

/**
 * Microsoft Entra on loopback, as its documentation describes it: the token endpoint, the Request Service's two requests
 * with their callbacks, and Graph's Temporary Access Pass. The wallet's side is driven by the test.
 */
export async function startEntraDouble(options: EntraDoubleOptions = {}) {
  const granted = new Map<string, Granted>();
  const requests = new Map<string, Kept>();
  const passes: { user: string; pass: string }[] = [];
  const seen: { path: string; body: unknown }[] = [];
  /** Answers that come before any rule is looked at, first in first out. */
  const faults: { status: number; inner?: string; retryAfter?: number; path?: string }[] = [];
  const contract: Contract = {
    manifest: `https://verifiedid.did.msidentity.com/v1.0/tenants/${TENANT}/verifiableCredentials/contracts/desk/manifest`,
    type: 'DeskVerifiedIdentity',
    claims: {
      firstName: { required: false },
      lastName: { required: true },
      dateOfBirth: { required: false },
      portrait: { required: false },
      documentId: { required: false },
    },
    allowOverrideValidityIntervalOnIssuance: true,
    ...options.contract,
  };
  const policy: PassPolicy = {
    enabled: true,
    isUsableOnceRequired: false,
    maximumLifetimeInMinutes: 480,
    ...options.policy,
  };
  const secret = options.secret ?? 'sample-Credentia1s';

  const server = createServer(async (message, response) => {
    const body = await bodyOf(message);
    const path = message.url ?? '/';
    const send = (status: number, value: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      response.end(value === null ? '' : JSON.stringify(value));
    };
    const at = faults.findIndex((fault) => fault.path === undefined || path.includes(fault.path));
    if (at !== -1) {
      const [fault] = faults.splice(at, 1) as [(typeof faults)[number]];
      return send(
        fault.status,
        errorBody(fault.status, { code: fault.inner ?? 'transientError' }),
        fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) },
      );
    }
    const [, tenant] = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(path) ?? [];
    if (tenant !== undefined) {
      const rules = {
        tenant: TENANT,
        clientId: CLIENT,
        secret,
        certificates: options.certificates ?? [],
        roles: {
          [REQUEST_SCOPE]: options.requestRoles ?? ['VerifiableCredential.Create.All'],
          'https://graph.microsoft.com/.default': options.graphRoles ?? [
            'User.Read.All',
            'UserAuthMethod-TAP.ReadWrite.All',
          ],
        },
        tokenUrl: `${base}${path}`,
      };
      const answer = await grantToken(new URLSearchParams(body), tenant, rules, granted);
      return send(answer.status, answer.body);
    }
    const token = granted.get(/^Bearer (\S+)$/.exec(message.headers.authorization ?? '')?.[1] ?? '');
    if (/^\/v1\.0\/users[/?]/.test(path)) {
      if (token === undefined || token.scope === REQUEST_SCOPE) {
        const { status, body: value } = graphRefusal(401, 'InvalidAuthenticationToken');
        return send(status, value);
      }
      const answer = answerGraph(
        message.method ?? '',
        path,
        body === '' ? {} : JSON.parse(body),
        token.roles,
        options.users ?? [],
        policy,
        passes,
      );
      return send(answer.status, answer.body);
    }
    const [, operation] = /^\/v1\.0\/verifiableCredentials\/(create\w+)$/.exec(path) ?? [];
    const kind =
      operation === 'createIssuanceRequest'
        ? 'issuance'
        : operation === 'createPresentationRequest'
          ? 'presentation'
          : null;
    if (kind === null) return send(404, errorBody(404, { code: 'notFound' }));
    if (token === undefined || token.scope !== REQUEST_SCOPE)
      return send(401, errorBody(401, { code: 'tokenError', target: 'access_token' }));
    const needed = kind === 'issuance' ? 'IssueRequest' : 'PresentRequest';
    const roles = ['VerifiableCredential.Create.All', `VerifiableCredential.Create.${needed}`];
    if (!token.roles.some((role) => roles.includes(role)))
      return send(403, errorBody(403, { code: 'tokenError', target: 'roles' }));
    if (!/^application\/json\b/i.test(message.headers['content-type'] ?? ''))
      return send(415, errorBody(415, { code: 'badOrMissingField' }));
    if (body.length > 1_000_000) return send(413, errorBody(413, { code: 'badOrMissingField' }));
    const payload = JSON.parse(body) as Record<string, unknown>;
    seen.push({ path, body: payload });
    const wrong: Wrong | undefined = [
      ...(kind === 'issuance'
        ? issuanceFaults(payload, AUTHORITY, contract)
        : presentationFaults(payload, AUTHORITY)),
    ][0];
    if (wrong !== undefined) {
      const status = wrong.code === 'notFound' ? 404 : 400;
      return send(status, errorBody(status, wrong));
    }
    const requestId = randomUUID();
    const expiry = Math.floor(Date.now() / 1000) + (options.lifeSeconds ?? 300);
    requests.set(requestId, { kind, requestId, body: payload, expiry });
    const part = kind === 'issuance' ? 'request' : 'presentationRequests';
    const url = `openid-vc://?request_uri=${base}/v1.0/tenants/${TENANT}/verifiableCredentials/${part}/${requestId}`;
    return send(201, { requestId, url, expiry });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function find(url: string): Kept {
    const kept = requests.get(url.split('/').at(-1) ?? '');
    if (kept === undefined) throw new Error('no such request');
    return kept;
  }

  /** "Callback events": a POST with the headers that were asked for. */
  async function call(kept: Kept, event: Record<string, unknown>): Promise<number> {
    const callback = kept.body.callback as { url: string; state: string; headers?: Record<string, string> };
    const response = await fetch(callback.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...callback.headers },
      body: JSON.stringify({ requestId: kept.requestId, state: callback.state, ...event }),
    });
    return response.status;
  }

  /** Microsoft Authenticator as far as it is documented: it fetches, asks for the PIN, and shares. */
  const wallet = {
    async retrieve(url: string): Promise<number> {
      const kept = find(url);
      if (kept.expiry * 1000 <= Date.now()) throw new Error('the request has expired');
      return call(kept, { requestStatus: 'request_retrieved' });
    },
    async issue(url: string, pin?: string): Promise<number> {
      const kept = find(url);
      if (!pinFits(kept.body.pin, pin)) throw new Error('the PIN is wrong');
      return call(kept, { requestStatus: 'issuance_successful' });
    },
    fail: (url: string, message: string, code = 'IssuanceFlowFailed') =>
      call(find(url), { requestStatus: 'issuance_error', error: { code, message } }),
    async present(url: string, presented: Presented): Promise<number> {
      const kept = find(url);
      const [asked] = kept.body.requestedCredentials as {
        type: string;
        configuration: {
          validation: { allowRevoked?: boolean; faceCheck?: { matchConfidenceThreshold?: number } };
        };
      }[];
      const { allowRevoked, faceCheck } = asked!.configuration.validation;
      if (presented.revocationStatus === 'REVOKED' && !allowRevoked)
        return call(kept, {
          requestStatus: 'presentation_error',
          error: { code: 'tokenError', message: 'The presented credential is revoked.' },
        });
      // Face Check, "Failed Face Check callback event".
      if (faceCheck !== undefined && (presented.score ?? 0) < (faceCheck.matchConfidenceThreshold ?? 70))
        return call(kept, {
          requestStatus: 'presentation_error',
          error: {
            code: 'claimValidationError',
            message: 'Match confidence score failing to meet the threshold.',
          },
        });
      return call(kept, {
        requestStatus: 'presentation_verified',
        subject: 'did:ion:holder',
        verifiedCredentialsData: [
          {
            issuer: presented.issuer ?? AUTHORITY,
            type: ['VerifiableCredential', presented.type ?? asked!.type],
            claims: presented.claims,
            credentialState: { revocationStatus: presented.revocationStatus ?? 'VALID' },
            domainValidation: { url: 'https://desk.example/' },
            ...(faceCheck === undefined
              ? {}
              : { faceCheck: { matchConfidenceScore: presented.score, sourcePhotoQuality: 'HIGH' } }),
          },
        ],
      });
    },
  };

  return {
    url: base,
    contract,
    secret,
    wallet,
    policy,
    passes,
    /** Requests that passed authentication, with their bodies. */
    seen,
    faults,
    /** Ends every access token, as a tenant's administrator can. */
    revokeTokens: () => granted.clear(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type EntraDouble = Awaited<ReturnType<typeof startEntraDouble>>;

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function pinFits(asked: unknown, given: string | undefined): boolean {
  if (asked === undefined) return true;
  const { value, salt } = asked as { value: string; salt?: string };
  if (given === undefined) return false;
  // "Pin type": the salt is prepended during hash computation.
  if (salt === undefined) return value === given;
  return createHash('sha256').update(`${salt}${given}`).digest('base64') === value;
}
