import { sameBytes, sha256 } from './secrets.ts';

const TAG_BYTES = 16;
const tagOf = (clientId: string) => sha256(`client ${clientId}`).subarray(0, TAG_BYTES).toString('base64url');

/**
 * An access token that remembers which client it was given to, so that nothing has to be stored of that: only the hash of
 * the whole is kept, and a token that was changed is unknown.
 * @param random the token's secret part
 * @param clientId null for anonymous access to the token endpoint
 */
export function tokenFor(random: string, clientId: string | null): string {
  return clientId === null ? random : `${random}.${tagOf(clientId)}`;
}

/** True when the token was given to this client; false for every client when it was given anonymously. */
export function isClientOf(token: string, clientId: string): boolean {
  const [, tag] = token.split('.');
  return tag !== undefined && sameBytes(Buffer.from(tag), Buffer.from(tagOf(clientId)));
}
