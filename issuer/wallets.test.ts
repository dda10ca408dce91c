import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificatesOf } from '../e2e/wallet/index.ts';
import { PRE_AUTHORIZED_CODE_GRANT } from './offer-form.ts';
import { newAttester } from './testing/attester.ts';
import { freshToken, handWallet, proofJwt } from './testing/hand-wallet.ts';
import { startTestIssuer, type TestIssuer } from './testing/test-issuer.ts';
import { verifyMdoc } from './testing/verify-mdoc.ts';

// What single wallets demand beyond the standards, each as it was found by trying it or reading its code.

const provider = await newAttester();
let desk: TestIssuer;
let wallet: ReturnType<typeof handWallet>;
beforeAll(async () => {
  desk = await startTestIssuer({
    attestersPem: [provider.anchorPem],
    options: { status: 'hosted' },
  });
  wallet = handWallet(desk);
});
afterAll(async () => {
  await desk.close();
  expect(desk.reported).toEqual([]);
});

type Json = Record<string, unknown>;
const metadata = async (variant: string) =>
  (await wallet.get(`//.well-known/openid-credential-issuer/${variant}`)).body;
const configurations = async (variant: string) =>
  Object.values((await metadata(variant)).credential_configurations_supported as Record<string, Json>);
const server = async (variant: string) =>
  (await wallet.get(`//.well-known/oauth-authorization-server/${variant}`)).body;
async function issue(configurationId: string, proof: Parameters<typeof proofJwt>[2] = {}) {
  const { token } = await freshToken(desk, { configurationId });
  const { jwt } = await proofJwt(desk, await wallet.nonce(), proof);
  const { body } = await wallet.credential(token, jwt, { credential_configuration_id: configurationId });
  return (body.credentials as { credential: string }[])[0]!.credential;
}
const sdJwt = async () => decodeJwt((await issue('verified-identity-sd-jwt')).split('~')[0]!);
const ago = (seconds: unknown) => Date.now() / 1000 - (seconds as number);
const offerOf = async (variant: 'open' | 'haip') => {
  const { byValueUri, offerUri } = await desk.offer({ variant });
  const offer = JSON.parse(new URL(byValueUri).searchParams.get('credential_offer')!);
  return { offer, offerUri, grant: offer.grants[PRE_AUTHORIZED_CODE_GRANT] };
};

describe('Credo and Paradym', () => {
  test('refuse an SD-JWT VC whose leaf certificate does not name iss; keys by issuer metadata are refused', async () => {
    const credential = await issue('verified-identity-sd-jwt');
    const [jwt] = credential.split('~') as [string];
    expect(certificatesOf(credential)[0]!.subjectAltName!.split(', ')).toContain(`URI:${decodeJwt(jwt).iss}`);
    expect(decodeProtectedHeader(jwt).x5c).toHaveLength(1);
  });

  test('refuse a W3C credential of an https issuer: it must be a DID', async () => {
    const jwt = await issue('verified-identity-w3c', { byDid: true });
    expect(decodeJwt(jwt).iss).toBe(desk.issuer.did);
    expect(decodeProtectedHeader(jwt).kid).toMatch(/^did:web:.+#/);
    expect(decodeProtectedHeader(jwt)).not.toHaveProperty('x5c');
  });

  test('refuse what was signed a second ago when the phone is a second slow: everything is ten minutes old', async () => {
    const { iat, nbf, status } = (await sdJwt()) as Json & { status: { status_list: { uri: string } } };
    const list = decodeJwt(await (await fetch(status.status_list.uri)).text());
    const w3c = decodeJwt(await issue('verified-identity-w3c'));
    for (const time of [iat, nbf, list.iat, w3c.nbf, w3c.iat]) expect(ago(time)).toBeGreaterThanOrEqual(600);
    const doctype = 'invalid.proofdesk.verified-identity.1';
    const { securityObject } = await verifyMdoc(
      await issue('verified-identity-mdoc'),
      doctype,
      desk.trustAnchorPem,
    );
    expect(ago(securityObject.validityInfo.validFrom.getTime() / 1000)).toBeGreaterThanOrEqual(600);
  });

  test('fetch the nonce once: an offer has one configuration', async () => {
    expect((await offerOf('open')).offer.credential_configuration_ids).toHaveLength(1);
  });

  test('refuse an issuer that requires key attestations', async () => {
    expect(JSON.stringify(await metadata('open'))).not.toContain('key_attestations_required');
  });

  test('come without a client_id', async () => {
    expect((await server('open'))['pre-authorized_grant_anonymous_access_supported']).toBe(true);
  });

  test('bind by jwk or did:jwk', async () => {
    for (const { cryptographic_binding_methods_supported: methods } of await configurations('open'))
      expect(methods).toEqual(expect.arrayContaining(['jwk', 'did:jwk']));
  });
});

describe('the EUDI reference wallet', () => {
  test('rejects the whole metadata when one configuration has no key_attestations_required', async () => {
    for (const { proof_types_supported: types } of await configurations('haip'))
      for (const type of Object.values(types as Record<string, Json>))
        expect(type).toHaveProperty('key_attestations_required');
  });

  test('takes a numeric transaction code of four to six digits', async () => {
    const { tx_code: txCode } = (await offerOf('haip')).grant;
    expect(txCode).toMatchObject({ input_mode: 'numeric', length: 6 });
    for (const form of [{ length: 7 }, { length: 3 }, { inputMode: 'text', length: 8 } as const])
      await expect(desk.offer({ variant: 'haip', txCode: form })).rejects.toMatchObject({
        code: 'issuer/bad-offer',
      });
  });

  test('attests itself and binds its tokens', async () => {
    const metadata = await server('haip');
    expect(metadata.token_endpoint_auth_methods_supported).toEqual(['attest_jwt_client_auth']);
    expect(metadata['pre-authorized_grant_anonymous_access_supported']).toBe(false);
    expect(metadata.dpop_signing_alg_values_supported).toContain('ES256');
  });

  test('is called by haip-vci, others by openid-credential-offer', async () => {
    expect((await offerOf('haip')).offerUri).toMatch(/^haip-vci:\/\/\?credential_offer_uri=/);
    expect((await offerOf('open')).offerUri).toMatch(/^openid-credential-offer:\/\/\?credential_offer_uri=/);
  });
});

describe('libraries', () => {
  test('take an issuer for one of a draft unless display and claims stand under credential_metadata', async () => {
    for (const variant of ['open', 'haip'])
      for (const configuration of await configurations(variant)) {
        expect(configuration).toHaveProperty('credential_metadata.display');
        expect(configuration).not.toHaveProperty('display');
        expect(configuration).not.toHaveProperty('claims');
      }
  });

  test('want binding methods exactly where there are proof types', async () => {
    for (const variant of ['open', 'haip'])
      for (const configuration of await configurations(variant))
        expect('cryptographic_binding_methods_supported' in configuration).toBe(
          'proof_types_supported' in configuration,
        );
  });

  test('get an error they can print: ASCII without quotes', async () => {
    const replies = [
      await wallet.json('/credential', {}),
      await wallet.token({ grant_type: 'ü"' }),
      await wallet.json('/credential', { credential_configuration_id: 'ü' }, (await freshToken(desk)).token),
    ];
    for (const { body } of replies)
      expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
  });
});

test.each([-590, 590])('a phone whose clock is wrong by %i seconds is served', async (seconds) => {
  const { token } = await freshToken(desk);
  const iat = Math.floor(Date.now() / 1000) + seconds;
  const { jwt } = await proofJwt(desk, await wallet.nonce(), { payload: { iat } });
  expect((await wallet.credential(token, jwt)).status).toBe(200);
});

test('times are whole hours, so that they do not link what one person shows to two verifiers', async () => {
  const { iat, nbf } = await sdJwt();
  expect(nbf! % 3600).toBe(0);
  expect(iat).toBe(nbf);
});

test('no credential pretends to be a PID', async () => {
  for (const configuration of await configurations('open'))
    expect(JSON.stringify(configuration)).not.toMatch(/eudi[.:]pid/i);
});
