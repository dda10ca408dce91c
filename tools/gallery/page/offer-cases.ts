import type { Step, StepOf, VisitorSnapshot } from '../../../electron/contract/index.ts';
import { at, type Case, galleryNow } from './case.ts';

export const wallets = [
  {
    id: 'ms',
    name: 'Microsoft Authenticator',
    publisher: 'Microsoft',
    storeUrl: 'https://aka.ms/getauthapp',
  },
  {
    id: 'paradym',
    name: 'Paradym Wallet',
    publisher: 'Animo Solutions',
    storeUrl: 'https://paradym.id/wallet',
  },
  { id: 'other', name: 'Lissi Wallet', publisher: 'Lissi', storeUrl: 'https://www.lissi.id' },
];
export const wallet = wallets[0]!;
const offerUri =
  'openid-credential-offer://?credential_offer_uri=http%3A%2F%2F192.168.10.24%3A8443%2Foffers%2F4Yc0b3Wk2sU8';

const offer = (part: Partial<StepOf<'offer'>>): Step => ({
  name: 'offer',
  state: 'waiting',
  offerUri,
  txCode: '493012',
  txCodeElsewhere: false,
  triesLeft: 3,
  renewable: true,
  createdAt: galleryNow - 68_000,
  expiresAt: galleryNow + 232_000,
  simulated: false,
  wallet,
  ...part,
});
const offerStates = [
  'preparing',
  'scanned',
  'code-asked',
  'code-wrong',
  'issuing',
  'issued',
  'expired',
  'locked',
  'refused',
  'failed',
] as const;

const last: Partial<VisitorSnapshot> = { progress: { index: 6, total: 6 } };
const wifi = { ssid: 'Northwind-Guests', uri: 'WIFI:T:WPA;S:Northwind-Guests;P:welcome at the desk;;' };
const claimUrl = 'https://kiosk07.northwind.example/open/claim/4Yc0b3Wk2sU8aQx7Lm2PzQ';
/** All that may be said besides the code. */
const all: Partial<StepOf<'offer'>> = {
  wifi,
  claimUrl,
  wallet: wallets[1]!,
  unlisted: true,
  otherForms: true,
};
const trouble = ['.screen-actions .button:last-child'];
const scanned: Partial<StepOf<'offer'>> = { ...all, state: 'scanned', disownable: true };
const answer = (place: number) => [...trouble, `.phone-troubles .choice:nth-child(${place})`];

/** Step 11 to 13, and what a phone may do instead; step 15. */
export const offerCases: readonly Case[] = [
  { id: 'pairing-wifi', step: { name: 'pairing', wallet, wifi }, snapshot: at(1) },
  { id: 'offer-waiting', step: offer({}), snapshot: last },
  { id: 'offer-waiting-all', step: offer({ ...all, simulated: true }), snapshot: last },
  {
    id: 'offer-staff-code',
    step: offer({ txCode: null, txCodeElsewhere: true, simulated: true }),
    snapshot: last,
  },
  {
    id: 'offer-staff-code-all',
    step: offer({ ...all, txCode: null, txCodeElsewhere: true, simulated: true }),
    snapshot: last,
  },
  ...offerStates.map(
    (state): Case => ({
      id: `offer-${state}`,
      step: offer({
        state,
        offerUri: state === 'preparing' ? null : offerUri,
        triesLeft: 2,
        disownable: ['scanned', 'code-asked', 'code-wrong', 'issuing'].includes(state),
      }),
      snapshot: last,
    }),
  ),
  {
    id: 'offer-expired-staff',
    step: offer({ state: 'expired', renewable: false, byStaff: true }),
    snapshot: last,
  },
  {
    id: 'offer-refused-clock',
    step: offer({ state: 'refused', phoneClock: true, otherForms: true }),
    snapshot: last,
  },
  {
    id: 'offer-deferred',
    step: offer({ state: 'deferred', collectUntil: galleryNow + 7_200_000 }),
    snapshot: last,
  },
  { id: 'offer-taken', step: offer({ state: 'taken', renewable: false, byStaff: true }), snapshot: last },
  { id: 'offer-taken-lobby', step: offer({ state: 'taken', renewable: false }), snapshot: last },
  { id: 'offer-help', step: offer(all), snapshot: last, touch: trouble },
  { id: 'offer-help-scanned', step: offer(scanned), snapshot: last, touch: trouble },
  { id: 'offer-help-no-app', step: offer(all), snapshot: last, touch: answer(1) },
  { id: 'offer-help-no-app-any', step: offer({ ...all, wallet: null }), snapshot: last, touch: answer(1) },
  { id: 'offer-help-wifi', step: offer(all), snapshot: last, touch: answer(2) },
  { id: 'offer-help-offline', step: offer({}), snapshot: last, touch: answer(2) },
  { id: 'offer-help-form', step: offer(all), snapshot: last, touch: answer(3) },
  { id: 'offer-help-unverified', step: offer(all), snapshot: last, touch: answer(4) },
  { id: 'offer-help-clock', step: offer(all), snapshot: last, touch: answer(5) },
  { id: 'offer-help-used', step: offer(scanned), snapshot: last, touch: answer(5) },
  { id: 'success', step: { name: 'success', email: 'anna@example.org' }, snapshot: last },
  {
    id: 'success-presented',
    step: { name: 'success', email: null, confirmation: 'confirmed', presented: true },
    snapshot: last,
  },
  { id: 'success-given', step: { name: 'success', email: null, confirmation: 'awaited' }, snapshot: last },
  { id: 'success-asked', step: { name: 'success', email: null, confirmation: 'missing' }, snapshot: last },
  {
    id: 'success-deferred',
    step: { name: 'success', email: null, collectUntil: galleryNow + 86_400_000 },
    snapshot: last,
  },
];
