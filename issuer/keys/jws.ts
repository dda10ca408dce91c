import type { SigningKey } from './signing-key.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A compact JWS (RFC 7515 §3.1) by the issuer's key; `alg` is the key's. */
export async function signJws(
  header: { typ: string; kid?: string; x5c?: readonly string[] },
  payload: Record<string, unknown>,
  key: Pick<SigningKey, 'alg' | 'sign'>,
): Promise<string> {
  const input = `${encode({ alg: key.alg, ...header })}.${encode(payload)}`;
  const signature = await key.sign(Buffer.from(input, 'ascii'));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}
