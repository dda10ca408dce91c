import { z } from 'zod';
import { requestServiceError } from './documented-errors.ts';
import { EntraError } from './errors.ts';
import { ask, type HttpOptions, persistently, trustedAddress } from './http.ts';
import type { HashedPin } from './pin.ts';
import type { TokenSource } from './token.ts';

/** Issuance specification, "Callback type". */
export interface Callback {
  url: string;
  state: string;
  headers: { 'api-key': string };
}

/** Issuance specification, "RequestRegistration type". */
export interface Registration {
  clientName: string;
  logoUrl?: string;
  termsOfServiceUrl?: string;
}

/** Issuance specification, "Issuance request payload". The QR code is drawn here, so none is asked for. */
export interface IssuanceRequest {
  includeQRCode: false;
  authority: string;
  registration: Registration;
  callback: Callback;
  type: string;
  manifest: string;
  claims: Record<string, string>;
  pin?: HashedPin;
  expirationDate?: string;
}

/** Presentation specification, "Presentation request payload", as far as the help desk needs it. */
export interface PresentationRequest {
  includeQRCode: false;
  includeReceipt: false;
  authority: string;
  registration: Registration & { purpose?: string };
  callback: Callback;
  requestedCredentials: [
    {
      type: string;
      purpose?: string;
      acceptedIssuers: string[];
      configuration: {
        validation: {
          allowRevoked: false;
          validateLinkedDomain: true;
          faceCheck: { sourcePhotoClaimName: string; matchConfidenceThreshold: number };
        };
      };
    },
  ];
}

export interface MadeRequest {
  requestId: string;
  /** What the QR code says. */
  url: string;
  /** Unix milliseconds by this machine's clock, whatever it is off by. */
  expiresAt: number;
}

export interface RequestService {
  /** @throws EntraError */
  issue(request: IssuanceRequest): Promise<MadeRequest>;
  /** @throws EntraError */
  present(request: PresentationRequest): Promise<MadeRequest>;
}

const made = z.object({
  requestId: z.string().min(1).max(200),
  /** The specification's own examples have both schemes. */
  url: z.string().regex(/^openid(-vc)?:\/\/\S{1,2000}$/),
  /** Unix seconds. */
  expiry: z.number().int().positive(),
});

/** Milliseconds the server's clock is ahead of this one; its header tells whole seconds, so less than two is none. */
function skew(serverTime: number | null, now: number): number {
  if (serverTime === null || Math.abs(serverTime - now) < 2_000) return 0;
  return serverTime + 1_000 - now;
}

/** The Request Service REST API, spoken to as the application. @throws EntraError entra/bad-address */
export function requestService(options: {
  /** `https://verifiedid.did.msidentity.com` in the public cloud. */
  serviceUrl: string;
  tokens: TokenSource;
  clock: () => number;
  http?: HttpOptions;
}): RequestService {
  const { serviceUrl, tokens, clock, http = {} } = options;
  trustedAddress(serviceUrl);

  async function post(operation: string, payload: unknown): Promise<MadeRequest> {
    const body = JSON.stringify(payload);
    let renewed = false;
    const once = async (): Promise<MadeRequest> => {
      const token = await tokens.get();
      const answer = await ask(
        `${serviceUrl}/v1.0/verifiableCredentials/${operation}`,
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token.reveal()}` },
          body,
        },
        http,
      );
      if (answer.status === 401 && !renewed) {
        // The token may have been revoked since it was kept.
        renewed = true;
        tokens.forget();
        return once();
      }
      if (answer.status !== 201) throw requestServiceError(answer.status, answer.body, answer.retryAfter);
      const parsed = made.safeParse(answer.body);
      if (!parsed.success)
        throw new EntraError('entra/bad-answer', 'the Request Service answered in another form');
      const { requestId, url, expiry } = parsed.data;
      const now = clock();
      const expiresAt = expiry * 1000 - skew(answer.serverTime, now);
      if (expiresAt <= now)
        throw new EntraError('entra/bad-answer', 'the request had expired when it was made');
      return { requestId, url, expiresAt };
    };
    return persistently(once, http);
  }

  return {
    issue: (request) => post('createIssuanceRequest', request),
    present: (request) => post('createPresentationRequest', request),
  };
}
