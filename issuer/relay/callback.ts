import { z } from 'zod';
import type { RelayCredential } from './mailbox.ts';

/** Bytes: what Microsoft says a callback may be at most. */
export const MAX_CALLBACK_BYTES = 10 * 1024 * 1024;
/** Characters of one claim that are handed on: a name or an address, never a photo. */
const MAX_CLAIM = 512;

/** Statuses after which nothing more happens to a request. */
export const FINAL: ReadonlySet<string> = new Set([
  'issuance_successful',
  'issuance_error',
  'presentation_verified',
  'presentation_error',
]);

/**
 * "Callback events" of the Request Service's issuance and presentation specifications. What else a callback holds (the
 * receipt, the subject's DID) is not read.
 */
const callback = z.object({
  requestId: z.string().min(1).max(200),
  requestStatus: z.enum([
    'request_retrieved',
    'issuance_successful',
    'issuance_error',
    'presentation_verified',
    'presentation_error',
  ]),
  state: z.string().min(1).max(200),
  error: z.object({ code: z.string(), message: z.string() }).partial().optional(),
  verifiedCredentialsData: z
    .array(
      z.object({
        issuer: z.string(),
        type: z.array(z.string()),
        claims: z.record(z.string(), z.unknown()).default({}),
        credentialState: z.object({ revocationStatus: z.string() }).partial().optional(),
        faceCheck: z.object({ matchConfidenceScore: z.number() }).partial().optional(),
      }),
    )
    .optional(),
});
export type Callback = z.infer<typeof callback>;

/** Null when the text is not a callback as documented. */
export function readCallback(text: string): Callback | null {
  try {
    const parsed = callback.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Of an error only what the documentation lists or could list: a code word and a short message. */
export function errorOf({ error }: Callback): { code: string; message: string } | undefined {
  if (error === undefined) return undefined;
  return { code: (error.code ?? '').slice(0, 80), message: (error.message ?? '').slice(0, 200) };
}

/** The presented credential, with none but the wanted claims, and of those none that is long enough to be a picture. */
export function credentialOf(
  { verifiedCredentialsData }: Callback,
  wanted: readonly string[],
): RelayCredential | undefined {
  const [data] = verifiedCredentialsData ?? [];
  if (data === undefined) return undefined;
  const claims: Record<string, string> = {};
  for (const name of wanted) {
    const value = Object.hasOwn(data.claims, name) ? data.claims[name] : undefined;
    if (typeof value === 'string' && value.length <= MAX_CLAIM) claims[name] = value;
  }
  const score = data.faceCheck?.matchConfidenceScore;
  const revocationStatus = data.credentialState?.revocationStatus;
  return {
    issuer: data.issuer.slice(0, 500),
    types: data.type.slice(0, 8).map((type) => type.slice(0, 200)),
    claims,
    ...(score === undefined ? {} : { matchConfidenceScore: score }),
    ...(revocationStatus === undefined ? {} : { revocationStatus: revocationStatus.slice(0, 40) }),
  };
}
