import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimWords } from '../claim-page.ts';
import { freshToken, handWallet, proofJwt } from '../testing/hand-wallet.ts';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';

let desk: TestIssuer;
beforeEach(async () => {
  desk = await startTestIssuer({
    options: {
      displayName: 'Desk <b>"1"</b>',
      wallets: [{ name: 'Wallet & Co', storeUrl: 'https://wallet.example/get?a=1&b=2' }],
    },
  });
});
afterEach(async () => {
  await desk.close();
  expect(desk.reported).toEqual([]);
});

const page = async (url: string, language?: string) => {
  const reply = await fetch(url, language === undefined ? {} : { headers: { 'accept-language': language } });
  return { reply, html: await reply.text() };
};
const unescaped = (html: string) =>
  html.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

test('the page calls the wallet by the very link of the code, names the app to install, and takes nothing', async () => {
  const { claimUrl, offerUri, offerId } = await desk.offer();
  expect(claimUrl.startsWith(`${desk.issuer.issuerUrl}/claim/`)).toBe(true);
  const { reply, html } = await page(claimUrl);
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(reply.headers.get('referrer-policy')).toBe('no-referrer');
  expect(unescaped(html)).toContain(`href="${offerUri}"`);
  expect(unescaped(html)).toContain('href="https://wallet.example/get?a=1&b=2"');
  expect(html).toContain('Wallet &#38; Co');
  expect(html).not.toContain('<b>');
  expect(html).not.toContain('<script');
  expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect((await desk.issuer.status(offerId)).state).toBe('created');
});

test('it speaks the phone’s language, from right to left where that is how it is written', async () => {
  const { claimUrl } = await desk.offer();
  for (const language of Object.keys(claimWords) as (keyof typeof claimWords)[]) {
    const { html, reply } = await page(claimUrl, `${language}-XX, en;q=0.1`);
    expect(reply.headers.get('content-language')).toBe(language);
    expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
    for (const words of [claimWords[language].title, claimWords[language].open, claimWords[language].code])
      expect(html).toContain(words);
  }
});

test('it says nothing of a code where there is none', async () => {
  const { claimUrl } = await desk.offer({ txCode: false });
  expect((await page(claimUrl)).html).not.toContain(claimWords.en.code);
});

test('an offer that is over says so, without a link', async () => {
  const { claimUrl, offerId } = await desk.offer();
  await desk.issuer.cancel(offerId);
  const { reply, html } = await page(claimUrl, 'de');
  expect(reply.status).toBe(410);
  expect(html).toContain(claimWords.de.over);
  expect(html).not.toContain('openid-credential-offer');
  expect((await page(`${desk.issuer.issuerUrl}/claim/nothing`)).reply.status).toBe(404);
});

test('an offer whose time is over ends as its page is looked at', async () => {
  const { claimUrl, offerId } = await desk.offer();
  desk.advance(301_000);
  expect((await page(claimUrl)).reply.status).toBe(410);
  expect((await desk.issuer.status(offerId)).state).toBe('expired');
});

test('a phone that brings the code after it was used is noticed, and changes nothing', async () => {
  const wallet = handWallet(desk);
  const { byValueUri, offerUri, offerId } = await desk.offer({ txCode: false });
  const grant = {
    grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
    'pre-authorized_code': wallet.codeOf(byValueUri),
  };
  expect((await wallet.token(grant)).status).toBe(200);
  expect(desk.seen.filter(({ noticed }) => noticed)).toEqual([]);
  const reference = new URL(offerUri).searchParams.get('credential_offer_uri')!;
  expect((await fetch(reference)).status).toBe(410);
  expect((await wallet.token(grant)).body.error).toBe('invalid_grant');
  const noticed = desk.seen.filter((one) => one.noticed !== undefined);
  expect(noticed).toMatchObject([
    { offerId, state: 'token', noticed: 'used-again' },
    { offerId, state: 'token', noticed: 'used-again' },
  ]);
  expect((await desk.issuer.status(offerId)).state).toBe('token');
});

test('an offer that ended by itself is not said to be used again', async () => {
  const { offerUri, offerId } = await desk.offer();
  await desk.issuer.cancel(offerId);
  await fetch(new URL(offerUri).searchParams.get('credential_offer_uri')!);
  expect(desk.seen.filter(({ noticed }) => noticed)).toEqual([]);
});

test('a phone whose clock is an hour off is told no, and that is told on', async () => {
  const wallet = handWallet(desk);
  const { token, offerId } = await freshToken(desk);
  const iat = Math.floor(Date.now() / 1000) - 3600;
  const late = await proofJwt(desk, await wallet.nonce(), { payload: { iat } });
  expect((await wallet.credential(token, late.jwt)).body.error).toBe('invalid_proof');
  expect(desk.seen.at(-1)).toMatchObject({ offerId, state: 'token', noticed: 'phone-clock' });
  const right = await proofJwt(desk, await wallet.nonce());
  expect((await wallet.credential(token, right.jwt)).status).toBe(200);
});
