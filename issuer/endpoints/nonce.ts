import type { Engine } from '../engine.ts';
import { privateJson } from '../http/reply.ts';

/** Nonce endpoint, OpenID4VCI 1.0 §7: no authentication, never cached. */
export function nonceEndpoint(engine: Engine): Response {
  return privateJson({ c_nonce: engine.nonces.mint() });
}
