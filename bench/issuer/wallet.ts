import { Agent, request } from 'node:http';
import { SignJWT } from 'jose';
import { newKey } from '../../issuer/testing/attester.ts';
import type { IssuerProcess } from './child.ts';

const agent = new Agent({ keepAlive: true });

/** node:http in place of fetch: what the wallet costs is taken from the issuers, which share its processors. */
async function ask(
  method: 'GET' | 'POST',
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        if (response.statusCode !== 200)
          reject(
            new Error(`${new URL(url).pathname} answered ${response.statusCode}: ${text.slice(0, 200)}`),
          );
        else resolve(text);
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const post = async (url: string, body: string, headers: Record<string, string>) =>
  JSON.parse(await ask('POST', url, body, headers)) as Record<string, unknown>;

export const get = (url: string) => ask('GET', url, '', {});

/** What a wallet has before it asks for its credential. */
export interface Ready {
  token: string;
  proof: string;
}

/** A wallet of one key that asks the processes of one issuer in turn, as behind a balancer. */
export async function newWallet(processes: readonly IssuerProcess[], configurationId: string) {
  const { privateKey, jwk } = await newKey();
  const { issuerUrl } = processes[0]!;
  const path = new URL(issuerUrl).pathname;
  let turn = Math.floor(Math.random() * processes.length);
  const at = (endpoint: string) => {
    turn = (turn + 1) % processes.length;
    return `${processes[turn]!.origin}${path}/${endpoint}`;
  };
  const prove = (nonce: string) =>
    new SignJWT({ aud: issuerUrl, iat: Math.floor(Date.now() / 1000), nonce })
      .setProtectedHeader({ typ: 'openid4vci-proof+jwt', alg: 'ES256', jwk })
      .sign(privateKey);
  const redeem = async (code: string): Promise<string> => {
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
      'pre-authorized_code': code,
    });
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return (await post(at('token'), form.toString(), type)).access_token as string;
  };
  const nonce = async () => (await post(at('nonce'), '', {})).c_nonce as string;
  const ready = async (code: string): Promise<Ready> => ({
    token: await redeem(code),
    proof: await prove(await nonce()),
  });
  const credential = async ({ token, proof }: Ready): Promise<string> => {
    const asked = JSON.stringify({ credential_configuration_id: configurationId, proofs: { jwt: [proof] } });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const { credentials } = (await post(at('credential'), asked, headers)) as {
      credentials: { credential: string }[];
    };
    return credentials[0]!.credential;
  };
  return {
    redeem,
    nonce,
    prove,
    ready,
    credential,
    /** Token, nonce, proof and credential. */
    issuance: async (code: string) => credential(await ready(code)),
  };
}
