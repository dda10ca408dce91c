import { publicBody } from '../http/reply.ts';
import type { LogoImage } from '../logo.ts';

/** A picture that runs nothing and loads nothing, whoever opens it and wherever. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** The issuer's logo, which its metadata and the types' name. */
export function logoEndpoint({ bytes, type }: LogoImage): Response {
  return publicBody(new Uint8Array(bytes), type, {
    'Content-Security-Policy': POLICY,
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'X-Content-Type-Options': 'nosniff',
  });
}
