import type { Engine } from '../engine.ts';
import { prefers } from '../http/accept.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { publicBody } from '../http/reply.ts';

const JWT = 'application/statuslist+jwt';
const CWT = 'application/statuslist+cwt';

/** A status list token, draft-ietf-oauth-status-list §8.1: JWT, or CWT for those who prefer it. */
export async function statusListEndpoint(
  engine: Engine,
  request: Request,
  listId: string,
): Promise<Response> {
  const token = await engine.statusLists?.token(listId);
  if (token === null || token === undefined)
    throw new ProtocolError(404, 'not_found', 'there is no such status list');
  return prefers(request, [JWT, CWT]) === CWT
    ? publicBody(new Uint8Array(token.cwt), CWT, { Vary: 'Accept' })
    : publicBody(token.jwt, JWT, { Vary: 'Accept' });
}
