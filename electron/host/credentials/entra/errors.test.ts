import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { requestServiceError, tokenEndpointError } from './documented-errors.ts';
import { EntraError } from './errors.ts';
import { trustedAddress } from './http.ts';
import { operatorTexts } from './operator-texts.ts';
import { hashPin } from './pin.ts';
import { readClientCredential, readSecret, Secret } from './secrets.ts';
import { entraKit } from './testing/kit.ts';

type Kit = Awaited<ReturnType<typeof entraKit>>;
const kits: Kit[] = [];
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entra-'));
});
afterEach(async () => {
  for (const kit of kits.splice(0)) await kit.close();
  await rm(folder, { recursive: true });
});
async function kit(...options: Parameters<typeof entraKit>): Promise<Kit> {
  const made = await entraKit(...options);
  kits.push(made);
  return made;
}

/** The table of "Error codes and messages", typed again from the documentation. */
const documented =
  `400 badRequest,401 unauthorized,403 forbidden,404 notFound,405 methodNotAllowed,406 notAcceptable,408 requestTimeout,
409 conflict,410 gone,411 contentLengthRequired,412 preconditionFailed,413 payloadTooLarge,414 uriTooLong,
415 unsupportedMediaType,416 rangeNotSatisfiable,417 expectationFailed,421 misdirectedRequest,422 unprocessableEntity,
423 locked,429 tooManyRequests,431 requestHeaderFieldsTooLarge,500 internalServerError,501 notImplemented,502 badGateway,
503 serviceUnavailable,504 gatewayTimeout,507 insufficientStorage`
    .split(',')
    .map((row) => row.trim().split(' ') as [status: string, code: string]);
const kebab = (code: string) => code.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

test.each(documented)('%s %s has a code and a text of its own', (status, code) => {
  const error = requestServiceError(Number(status), { error: { code, message: 'x' } }, null);
  expect(error.code).toBe(`entra/${kebab(code)}`);
  expect(operatorTexts[error.code].text.length).toBeGreaterThan(20);
});

test('no two failures have the same text', () => {
  const texts = Object.values(operatorTexts).map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
});

test.each([
  [400, 'badOrMissingField', 'entra/bad-or-missing-field'],
  [404, 'notFound', 'entra/resource-not-found'],
  [401, 'tokenError', 'entra/token-error'],
  [400, 'transientError', 'entra/transient-error'],
  [429, 'transientError', 'entra/too-many-requests'],
  [503, 'transientError', 'entra/service-unavailable'],
  [599, 'notFound', 'entra/internal-server-error'],
  [499, 'unheard-of', 'entra/bad-request'],
])('%i with %s inside is %s', (status, code, expected) => {
  expect(requestServiceError(status, { error: { innererror: { code } } }, null).code).toBe(expected);
});

test('an error names the field and nothing of what was in it', () => {
  const body = (target: string) => ({
    error: { innererror: { code: 'badOrMissingField', message: 'ERIKA is no name', target } },
  });
  expect(requestServiceError(400, body('claims.firstName'), null).message).toContain('claims.firstName');
  const leaking = requestServiceError(400, body('ERIKA MUSTERMANN'), null);
  expect(`${leaking.message} ${inspect(leaking)}`).not.toContain('ERIKA');
});

test.each([
  [7000215, 'entra/secret-wrong'],
  [7000222, 'entra/secret-expired'],
  [700027, 'entra/certificate-refused'],
  [700016, 'entra/unknown-application'],
  [90002, 'entra/unknown-tenant'],
  [1, 'entra/token-refused'],
])('AADSTS%i is %s', (number, expected) => {
  const body = { error: 'invalid_client', error_codes: [number] };
  expect(tokenEndpointError(401, body, null).code).toBe(expected);
  expect(tokenEndpointError(503, body, null).code).toBe('entra/service-unavailable');
});

describe('what the service refuses', () => {
  test.each([
    [{ secret: 'wrong' }, 'entra/secret-wrong'],
    [{ tenant: 'nobody' }, 'entra/unknown-tenant'],
    [{ clientId: 'nobody' }, 'entra/unknown-application'],
    [{ manifest: 'https://verifiedid.did.msidentity.com/none' }, 'entra/resource-not-found'],
    [{ authority: 'did:web:other.example' }, 'entra/resource-not-found'],
    [{ type: 'Another' }, 'entra/bad-or-missing-field'],
    [{ registration: { clientName: '' } }, 'entra/bad-or-missing-field'],
  ])('%o is %s, at once and without a repetition', async (changes, code) => {
    const one = await kit({}, changes);
    await expect(one.order()).rejects.toMatchObject({ code });
    expect(one.entra.seen.length).toBeLessThanOrEqual(1);
    await expect(one.port.status('any')).rejects.toThrow();
  });

  test('a role that was not granted, and a claim the contract needs', async () => {
    const one = await kit({ requestRoles: ['VerifiableCredential.Create.PresentRequest'] });
    await expect(one.order()).rejects.toMatchObject({ code: 'entra/token-error' });
    const two = await kit({ contract: { claims: { department: { required: true } } } });
    await expect(two.order()).rejects.toMatchObject({ code: 'entra/bad-or-missing-field' });
    const three = await kit(
      { contract: { allowOverrideValidityIntervalOnIssuance: false } },
      { validityDays: 1 },
    );
    await expect(three.order()).rejects.toMatchObject({
      code: 'entra/bad-or-missing-field',
      message: expect.stringContaining('expirationDate'),
    });
  });
});

describe('what passes by itself', () => {
  test.each([429, 500, 502, 503, 504])('a %i is tried again', async (status) => {
    const one = await kit();
    one.entra.faults.push({ status }, { status, path: 'createIssuanceRequest' });
    expect((await one.order()).offerUri).toMatch(/^openid-vc/);
  });

  test('Retry-After is kept to, and a long one is not waited for', async () => {
    const one = await kit();
    await one.order();
    one.entra.faults.push({ status: 429, retryAfter: 1 });
    const before = Date.now();
    await one.order();
    expect(Date.now() - before).toBeGreaterThanOrEqual(990);
    one.entra.faults.push({ status: 429, retryAfter: 600 });
    await expect(one.order()).rejects.toMatchObject({ code: 'entra/too-many-requests' });
  });

  test('it ends after three repetitions; a 501 has none', async () => {
    const one = await kit();
    await one.order();
    one.entra.faults.push(...Array.from({ length: 4 }, () => ({ status: 503 })));
    await expect(one.order()).rejects.toMatchObject({ code: 'entra/service-unavailable' });
    expect(one.entra.faults).toEqual([]);
    one.entra.faults.push({ status: 501, inner: 'x' });
    await expect(one.order()).rejects.toMatchObject({ code: 'entra/not-implemented' });
    expect((await one.order()).offerId).toBeTruthy();
  });

  test('nobody answers', async () => {
    const one = await kit({}, { http: { backOff: 1, timeout: 200, repetitions: 1 } });
    await one.entra.close();
    await expect(one.order()).rejects.toMatchObject({ code: 'entra/unreachable' });
  });
});

describe('the application’s credential', () => {
  async function certificate(days = '2') {
    const file = join(folder, 'app.pem');
    const openssl = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=kiosk', '-days', days];
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    const pem = execFileSync('openssl', [...openssl, '-keyout', '-', '-out', '-'], { stdio: [...stdio] });
    await writeFile(file, pem);
    return { file, pem: pem.toString() };
  }

  test('a certificate proves the application by PS256 with its SHA-256', async () => {
    const { X509Certificate } = await import('node:crypto');
    const { file, pem } = await certificate();
    const credential = await readClientCredential({ certificateFile: file }, Date.now());
    const one = await kit({ certificates: [new X509Certificate(pem)] });
    const { startEntraIssuer } = await import('./issuer.ts');
    const issuer = await startEntraIssuer({
      ...one.options,
      application: { ...one.options.application, credential },
    });
    const order = { subjectRef: 'v', claims: { family_name: 'X' }, txCode: false };
    expect((await issuer.port.createOffer(order)).offerUri).toMatch(/^openid-vc/);
    await issuer.close();
    const stranger = await kit({}, { application: { ...one.options.application, credential } });
    await expect(stranger.order()).rejects.toBeInstanceOf(EntraError);
    await expect(
      readClientCredential({ certificateFile: file }, Date.now() + 5 * 86_400_000),
    ).rejects.toMatchObject({ code: 'entra/certificate-expired' });
  });

  test('files that do not hold what they should are named, and not quoted', async () => {
    const file = join(folder, 'secret');
    await writeFile(file, 'two words\n');
    for (const work of [
      () => readSecret(file),
      () => readSecret(join(folder, 'none')),
      () => readClientCredential({ certificateFile: file }, 0),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'entra/credential-unreadable' });
    await expect(readSecret(file)).rejects.not.toThrow('two words');
    await writeFile(file, 'good~secret\n');
    expect((await readSecret(file)).reveal()).toBe('good~secret');
  });

  test('a secret shows itself nowhere', () => {
    const secret = new Secret('good~secret');
    expect(`${secret} ${JSON.stringify({ secret })} ${inspect({ secret })}`).not.toContain('good');
  });
});

test('secrets go to https only, or stay on this machine', () => {
  expect(trustedAddress('https://login.microsoftonline.com').hostname).toBe('login.microsoftonline.com');
  expect(trustedAddress('http://127.0.0.1:1').port).toBe('1');
  for (const bad of ['http://login.microsoftonline.com', 'ftp://127.0.0.1', 'nothing'])
    expect(() => trustedAddress(bad)).toThrowError(expect.objectContaining({ code: 'entra/bad-address' }));
});

test('a PIN is hashed salt first', () => {
  // printf %s%s salt 123456 | openssl dgst -sha256 -binary | base64
  expect(hashPin('123456', 'salt').value).toBe('mJhBDX9QRbxnPbgMGkm3TwiP10QAN9jOJcfScqUFvOU=');
});
