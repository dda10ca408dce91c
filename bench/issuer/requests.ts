import { decodeJwt } from 'jose';
import { PRE_AUTHORIZED_CODE_GRANT } from '../../issuer/offer-form.ts';
import type { IssuerProcess } from './child.ts';
import { CONFIGURATION } from './specimen.ts';
import { get, newWallet } from './wallet.ts';

/** All that a credential takes of the issuer, in its order; the first is the kiosk's. */
export const REQUESTS = ['new offer', 'offer', 'token', 'nonce', 'credential', 'status list'] as const;
export type RequestName = (typeof REQUESTS)[number];
/** Milliseconds of each. */
export type Latencies = Record<RequestName, number[]>;

export const noLatencies = (): Latencies => ({
  'new offer': [],
  offer: [],
  token: [],
  nonce: [],
  credential: [],
  'status list': [],
});

const codeIn = (offer: string) =>
  JSON.parse(offer).grants[PRE_AUTHORIZED_CODE_GRANT]['pre-authorized_code'] as string;

const statusIn = (credential: string) =>
  (decodeJwt(credential.split('~')[0]!) as { status: { status_list: { uri: string } } }).status.status_list
    .uri;

/** Whole issuances one after the other, and after each a verifier's look at the status list; each request timed. */
export async function eachRequest(hub: IssuerProcess, count: number, found: Latencies): Promise<void> {
  const wallet = await newWallet([hub], CONFIGURATION);
  const links = await hub.links(count, CONFIGURATION);
  for (const { uri, ms } of links) {
    found['new offer'].push(ms);
    const timed = async <T>(name: RequestName, work: () => Promise<T>): Promise<T> => {
      const start = performance.now();
      const value = await work();
      found[name].push(performance.now() - start);
      return value;
    };
    const code = codeIn(await timed('offer', () => get(uri)));
    const token = await timed('token', () => wallet.redeem(code));
    const proof = await wallet.prove(await timed('nonce', wallet.nonce));
    const credential = await timed('credential', () => wallet.credential({ token, proof }));
    await timed('status list', () => get(statusIn(credential)));
  }
}
