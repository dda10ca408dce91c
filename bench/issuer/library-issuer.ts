import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import {
  type CallbackContext,
  clientAuthenticationAnonymous,
  type HttpMethod,
  Oauth2AuthorizationServer,
  Oauth2ResourceServer,
  setGlobalConfig,
} from '@openid4vc/oauth2';
import { Openid4vciIssuer, Openid4vciVersion } from '@openid4vc/openid4vci';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { compactVerify, importJWK, type JWK, SignJWT } from 'jose';
import { CLAIMS, CONFIGURATION } from './specimen.ts';

const NONCE_MS = 300_000;

interface Offer {
  configurationId: string;
  redeemed: boolean;
  issued: boolean;
}

/** What the library leaves to whoever uses it: keys, hashes and random bytes. */
function callbacksWith(privateKey: KeyObject, jwk: JWK): CallbackContext {
  const unused = () => {
    throw new Error('nothing is encrypted here');
  };
  return {
    // The access token's key is asked for over the network; here it is at hand.
    fetch: async () => Response.json({ keys: [jwk] }),
    hash: (data, algorithm) => createHash(algorithm.replace('-', '')).update(data).digest(),
    generateRandom: (length) => randomBytes(length),
    clientAuthentication: clientAuthenticationAnonymous(),
    signJwt: async (signer, { header, payload }) => ({
      jwt: await new SignJWT(payload).setProtectedHeader({ ...header, alg: signer.alg }).sign(privateKey),
      signerJwk: jwk as JWK & { kty: string },
    }),
    verifyJwt: async (signer, { compact }) => {
      if (signer.method !== 'jwk') return { verified: false };
      return compactVerify(compact, await importJWK(signer.publicJwk, signer.alg)).then(
        () => ({ verified: true, signerJwk: signer.publicJwk }),
        () => ({ verified: false }),
      );
    },
    encryptJwe: unused,
    decryptJwe: unused,
  };
}

/**
 * An issuer out of `@openid4vc/openid4vci`'s own issuer parts and `@sd-jwt/sd-jwt-vc`, in the way their documentation puts
 * them together. It does what these parts do and no more: offers, codes and nonces are in this process's memory, nothing
 * is kept, sealed or revocable.
 */
export function libraryIssuer(issuerUrl: string) {
  setGlobalConfig({ allowInsecureUrls: true });
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kty: 'EC', alg: 'ES256' };
  const callbacks = callbacksWith(privateKey, jwk);
  const issuer = new Openid4vciIssuer({ callbacks });
  const server = new Oauth2AuthorizationServer({ callbacks });
  const resource = new Oauth2ResourceServer({ callbacks });
  const authorizationServer = server.createAuthorizationServerMetadata({
    issuer: issuerUrl,
    token_endpoint: `${issuerUrl}/token`,
    jwks_uri: `${issuerUrl}/jwks`,
  });
  const credentialIssuer = issuer.createCredentialIssuerMetadata({
    credential_issuer: issuerUrl,
    credential_endpoint: `${issuerUrl}/credential`,
    nonce_endpoint: `${issuerUrl}/nonce`,
    credential_configurations_supported: {
      [CONFIGURATION]: { format: 'dc+sd-jwt', vct: `${issuerUrl}/credentials/1` },
    },
  });
  const issuerMetadata = {
    originalDraftVersion: Openid4vciVersion.V1,
    credentialIssuer,
    authorizationServers: [authorizationServer],
    knownCredentialConfigurations: issuer.getKnownCredentialConfigurationsSupported(credentialIssuer),
  };
  const sdJwt = new SDJwtVcInstance({
    signer: (data) =>
      sign('sha256', Buffer.from(data), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url'),
    verifier: (data, signature) =>
      verify(
        'sha256',
        Buffer.from(data),
        { key: publicKey, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      ),
    signAlg: 'ES256',
    hashAlg: 'sha-256',
    hasher: (data, algorithm) =>
      createHash(algorithm.replace('-', ''))
        .update(typeof data === 'string' ? data : Buffer.from(data))
        .digest(),
    saltGenerator: (length) => randomBytes(length).toString('base64url'),
  });
  const offers = new Map<string, Offer>();
  const nonces = new Map<string, Date>();
  const signer = { method: 'jwk' as const, alg: 'ES256', publicJwk: jwk };
  const like = ({ headers, method, url }: Request) => ({ headers, method: method as HttpMethod, url });

  async function token(request: Request) {
    const accessTokenRequest = Object.fromEntries(new URLSearchParams(await request.text()));
    const parsed = server.parseAccessTokenRequest({ request: like(request), accessTokenRequest });
    if (parsed.grant.grantType !== 'urn:ietf:params:oauth:grant-type:pre-authorized_code')
      throw new Error('another grant');
    const code = parsed.grant.preAuthorizedCode;
    const offer = offers.get(code);
    if (offer === undefined || offer.redeemed) throw new Error('no such code');
    await server.verifyPreAuthorizedCodeAccessTokenRequest({
      authorizationServerMetadata: authorizationServer,
      grant: parsed.grant,
      accessTokenRequest: parsed.accessTokenRequest,
      request: like(request),
      expectedPreAuthorizedCode: code,
    });
    offer.redeemed = true;
    return server.createAccessTokenResponse({
      authorizationServer: issuerUrl,
      audience: issuerUrl,
      signer,
      subject: code,
      expiresInSeconds: 300,
    });
  }

  function nonce() {
    const cNonce = randomBytes(32).toString('base64url');
    nonces.set(cNonce, new Date(Date.now() + NONCE_MS));
    return issuer.createNonceResponse({ cNonce });
  }

  async function credential(request: Request) {
    const { tokenPayload } = await resource.verifyResourceRequest({
      request: like(request),
      resourceServer: issuerUrl,
      authorizationServers: [authorizationServer],
    });
    const offer = offers.get(tokenPayload.sub as string);
    if (offer === undefined || offer.issued) throw new Error('nothing is left to issue');
    const parsed = issuer.parseCredentialRequest({
      issuerMetadata,
      credentialRequest: (await request.json()) as Record<string, unknown>,
    });
    const jwt = parsed.proofs?.jwt?.[0];
    if (jwt === undefined) throw new Error('no proof');
    const claimed = JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString()).nonce as string;
    const nonceExpiresAt = nonces.get(claimed);
    if (nonceExpiresAt === undefined) throw new Error('no such nonce');
    const proof = await issuer.verifyCredentialRequestJwtProof({
      issuerMetadata,
      jwt,
      expectedNonce: claimed,
      nonceExpiresAt,
    });
    nonces.delete(claimed);
    offer.issued = true;
    const now = Math.floor(Date.now() / 1000);
    const encoded = await sdJwt.issue(
      {
        iss: issuerUrl,
        vct: `${issuerUrl}/credentials/1`,
        iat: now,
        exp: now + 365 * 86_400,
        cnf: { jwk: proof.signer.publicJwk },
        ...CLAIMS,
      },
      { _sd: Object.keys(CLAIMS) as (keyof typeof CLAIMS)[] },
    );
    return issuer.createCredentialResponse({
      credentialRequest: parsed,
      credentials: [{ credential: encoded }],
    });
  }

  const endpoints: Record<string, (request: Request) => unknown> = {
    '/token': token,
    '/nonce': nonce,
    '/credential': credential,
  };
  const base = new URL(issuerUrl).pathname;
  return {
    offer(configurationId: string): string {
      const code = randomBytes(16).toString('base64url');
      offers.set(code, { configurationId, redeemed: false, issued: false });
      return code;
    },
    async handle(request: Request): Promise<Response> {
      const endpoint = endpoints[new URL(request.url).pathname.slice(base.length)];
      if (endpoint === undefined) return new Response(null, { status: 404 });
      try {
        return Response.json(await endpoint(request));
      } catch (error) {
        return Response.json({ error: String(error) }, { status: 400 });
      }
    },
  };
}
