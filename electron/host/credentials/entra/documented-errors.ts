import { z } from 'zod';
import { EntraError, type EntraErrorCode } from './errors.ts';

/** Request Service API error codes, "Error codes and messages", in its order. */
const BY_STATUS = new Map<number, EntraErrorCode>([
  [400, 'entra/bad-request'],
  [401, 'entra/unauthorized'],
  [403, 'entra/forbidden'],
  [404, 'entra/not-found'],
  [405, 'entra/method-not-allowed'],
  [406, 'entra/not-acceptable'],
  [408, 'entra/request-timeout'],
  [409, 'entra/conflict'],
  [410, 'entra/gone'],
  [411, 'entra/content-length-required'],
  [412, 'entra/precondition-failed'],
  [413, 'entra/payload-too-large'],
  [414, 'entra/uri-too-long'],
  [415, 'entra/unsupported-media-type'],
  [416, 'entra/range-not-satisfiable'],
  [417, 'entra/expectation-failed'],
  [421, 'entra/misdirected-request'],
  [422, 'entra/unprocessable-entity'],
  [423, 'entra/locked'],
  [429, 'entra/too-many-requests'],
  [431, 'entra/request-header-fields-too-large'],
  [500, 'entra/internal-server-error'],
  [501, 'entra/not-implemented'],
  [502, 'entra/bad-gateway'],
  [503, 'entra/service-unavailable'],
  [504, 'entra/gateway-timeout'],
  [507, 'entra/insufficient-storage'],
]);

/** "Inner error codes". They say more than the status does, except that a 429 is told as one. */
const BY_INNER = new Map<string, EntraErrorCode>([
  ['badOrMissingField', 'entra/bad-or-missing-field'],
  ['notFound', 'entra/resource-not-found'],
  ['tokenError', 'entra/token-error'],
  ['transientError', 'entra/transient-error'],
]);

/** Issuance specification, "Callback errors". */
const BY_CALLBACK = new Map<string, EntraErrorCode>([
  ['fetch_contract_error', 'entra/fetch-contract-error'],
  ['issuance_service_error', 'entra/issuance-service-error'],
  ['unspecified_error', 'entra/unspecified-error'],
]);

/** AADSTS numbers of the token endpoint ("Microsoft Entra authentication and authorization error codes"). */
const BY_TOKEN_ERROR = new Map<number, EntraErrorCode>([
  [7000215, 'entra/secret-wrong'],
  [7000222, 'entra/secret-expired'],
  [700027, 'entra/certificate-refused'],
  [700016, 'entra/unknown-application'],
  [90002, 'entra/unknown-tenant'],
]);

/** What the same request may well succeed at a moment later. A 501 stays one. */
const RETRIED: ReadonlySet<EntraErrorCode> = new Set([
  'entra/request-timeout',
  'entra/too-many-requests',
  'entra/transient-error',
  'entra/internal-server-error',
  'entra/bad-gateway',
  'entra/service-unavailable',
  'entra/gateway-timeout',
  'entra/insufficient-storage',
  'entra/unreachable',
  'entra/timed-out',
]);

export function isPassing(error: unknown): error is EntraError {
  return error instanceof EntraError && RETRIED.has(error.code);
}

const errorBody = z.object({
  error: z.object({
    innererror: z.object({ code: z.string(), target: z.string().optional() }).optional(),
  }),
});

/** A field's name as this kiosk sends it; anything else in `target` might be a value. */
const FIELD = /^[A-Za-z][A-Za-z0-9_.[\]-]{0,80}$/;

/** The Request Service's error object as an error of ours. Its messages are not kept: they may quote what was sent. */
export function requestServiceError(status: number, body: unknown, retryAfter: number | null): EntraError {
  const parsed = errorBody.safeParse(body);
  const inner = parsed.success ? parsed.data.error.innererror : undefined;
  const byStatus =
    BY_STATUS.get(status) ?? (status >= 500 ? 'entra/internal-server-error' : 'entra/bad-request');
  const byInner = status === 429 || status >= 500 ? undefined : BY_INNER.get(inner?.code ?? '');
  const transient = inner?.code === 'transientError' && status < 500 && status !== 429;
  const target = inner?.target !== undefined && FIELD.test(inner.target) ? ` at ${inner.target}` : '';
  return new EntraError(
    transient ? 'entra/transient-error' : (byInner ?? byStatus),
    `the Request Service answered ${status}${target}`,
    { retryAfter },
  );
}

/** What `error` of a callback says. @param error its `code` and `message` */
export function callbackError(error: { code: string; message: string } | undefined): EntraErrorCode {
  return (
    BY_CALLBACK.get(error?.message ?? '') ?? BY_CALLBACK.get(error?.code ?? '') ?? 'entra/unspecified-error'
  );
}

const tokenBody = z.object({ error_codes: z.array(z.number()).default([]) });

/** The token endpoint's error (RFC 6749 §5.2, with Microsoft's `error_codes`). */
export function tokenEndpointError(status: number, body: unknown, retryAfter: number | null): EntraError {
  const passing = status === 429 || status >= 500 ? BY_STATUS.get(status) : undefined;
  const parsed = tokenBody.safeParse(body);
  const numbers = parsed.success ? parsed.data.error_codes : [];
  const known = numbers.map((number) => BY_TOKEN_ERROR.get(number)).find((code) => code !== undefined);
  return new EntraError(
    passing ?? known ?? 'entra/token-refused',
    `the token endpoint answered ${status}${numbers.length > 0 ? ` (AADSTS${numbers[0]})` : ''}`,
    { retryAfter },
  );
}
