import type { Engine } from '../engine.ts';
import { privateJson } from '../http/reply.ts';

/** Nonce endpoint, OpenID4VCI 1.0 §7: no authentication, never cached. Its nonces serve DPoP proofs too (RFC 9449 §8.2). */
export async function nonceEndpoint(engine: Engine): Promise<Response> {
  return privateJson({ c_nonce: await engine.nonces.mint() }, 200, {
    'DPoP-Nonce': await engine.nonces.mint(),
  });
}
