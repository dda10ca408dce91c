import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { signRequest } from '../../../../issuer/hub/index.ts';
import { CredentialError } from '../errors.ts';
import { KioskHubError } from './errors.ts';

const TIMEOUT_MS = 15_000;
const failure = z.object({ error: z.string(), error_description: z.string().optional() });

export interface HubCall {
  hub: string;
  kiosk: number | null;
  key: KeyObject;
  method: 'GET' | 'POST';
  /** Below the hub's `kiosk/`, with its query. */
  path: string;
  body?: unknown;
  /** Milliseconds since the epoch. */
  now: number;
  /** Milliseconds the hub may take. */
  patience?: number;
  signal?: AbortSignal;
}

export interface HubAnswer {
  status: number;
  body: unknown;
}

function refusal(status: number, body: unknown): KioskHubError {
  const told = failure.safeParse(body);
  if (!told.success) return new KioskHubError('kiosk-hub/bad-answer', `the hub answered ${status}`);
  const { error, error_description = '' } = told.data;
  if (error === 'other_terms')
    return new KioskHubError('kiosk-hub/other-terms', 'kiosk and hub have different credential profiles');
  return error === 'kiosk_revoked'
    ? new KioskHubError('kiosk-hub/revoked', 'the hub has revoked this kiosk')
    : new KioskHubError('kiosk-hub/refused', `the hub refused: ${error} (${error_description})`);
}

/**
 * A request signed by the kiosk.
 * @returns answers of 2xx, 404 and 409; the caller knows what the latter mean
 * @throws KioskHubError `kiosk-hub/unreachable`, `kiosk-hub/refused`, `kiosk-hub/revoked`, `kiosk-hub/bad-answer`
 */
export async function callHub(call: HubCall): Promise<HubAnswer> {
  const { hub, method, key, kiosk, now } = call;
  const url = new URL(`${hub}/kiosk/${call.path}`);
  const body = call.body === undefined ? '' : JSON.stringify(call.body);
  const path = `${url.pathname}${url.search}`;
  const timeout = AbortSignal.timeout(call.patience ?? TIMEOUT_MS);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      headers: {
        authorization: signRequest({ hub, method, path, body, now, kiosk }, key),
        ...(body === '' ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === '' ? {} : { body }),
      redirect: 'error',
      signal: call.signal === undefined ? timeout : AbortSignal.any([timeout, call.signal]),
    });
    text = await response.text();
  } catch (cause) {
    throw new KioskHubError('kiosk-hub/unreachable', 'the hub gave no answer', { cause });
  }
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw response.status >= 500
      ? new KioskHubError('kiosk-hub/unreachable', 'the hub is not working', { cause })
      : new KioskHubError('kiosk-hub/bad-answer', 'what answers is no hub', { cause });
  }
  if (response.ok || response.status === 404 || response.status === 409)
    return { status: response.status, body: answer };
  if (response.status >= 500) throw new KioskHubError('kiosk-hub/unreachable', 'the hub is not working');
  throw refusal(response.status, answer);
}

/** @throws KioskHubError `kiosk-hub/bad-answer` */
export function readAnswer<T>(schema: z.ZodType<T>, { status, body }: HubAnswer): T {
  const parsed = schema.safeParse(body);
  if (status >= 300 || !parsed.success) throw refusal(status, body);
  return parsed.data;
}

/**
 * Only the hub's own word counts: what stands in front of it may answer 404 as well while the hub is away.
 * @throws CredentialError `credentials/unknown-offer`; KioskHubError `kiosk-hub/bad-answer`
 */
export function assertOfferKnown({ status, body }: HubAnswer): void {
  if (status !== 404) return;
  if (failure.safeParse(body).data?.error === 'unknown_offer')
    throw new CredentialError('credentials/unknown-offer', 'there is no such offer');
  throw new KioskHubError('kiosk-hub/bad-answer', 'what answers knows nothing of offers');
}

/** Whether it is the hub that has no such address, as a hub of before. */
export const hasNoSuchAddress = ({ status, body }: HubAnswer): boolean =>
  status === 404 && failure.safeParse(body).data?.error === 'not_found';
