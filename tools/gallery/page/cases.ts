import type { Step, StepOf, VisitorSnapshot } from '../../../electron/contract/index.ts';
import { at, type Case, galleryNow } from './case.ts';
import { documentCases } from './document-cases.ts';
import { offerCases, wallet, wallets } from './offer-cases.ts';

export { galleryNow };

const text = (id: string, title: string, paragraphs: string[]) => ({
  id,
  version: '2026-11',
  title,
  paragraphs,
  hash: id.padEnd(64, '0').replace(/[^0-9a-f]/g, 'a'),
});
const terms = text('terms', 'Terms of use', [
  'This kiosk checks who you are so that Northwind Service Desk can give you a digital credential.',
  'It reads your identity document and the details you type. It compares them and keeps a record of which checks were made.',
  'What you see here is kept encrypted on this kiosk while you use it. When you finish, your data is wiped. If a member of staff has to continue, it is kept for up to 24 hours and then wiped.',
  'You can stop at any time. Nothing is sent to your phone unless you scan the code at the end.',
]);
const biometric = text('biometric', 'Comparing your face', [
  'If you agree, the camera takes a photo of your face. This kiosk compares it with the photo in your document.',
  'The comparison happens on this kiosk. The photo and the measurements made from it are not sent anywhere. They are wiped when you finish.',
  'You can say no. A member of staff will then compare your face with your document themselves.',
]);

const face = (part: Partial<StepOf<'face-capture'>>): Step => ({
  name: 'face-capture',
  attempt: 1,
  attempts: 3,
  problem: null,
  camera: 'live',
  challenge: null,
  preparing: false,
  ...part,
});
const values = { givenNames: 'Anna Maria', familyName: 'Eriksson', email: 'anna@example.org' };
/** Every screen a visitor may see. */
export const cases: readonly Case[] = [
  { id: 'attract', step: { name: 'attract' } },
  { id: 'language', step: { name: 'language' }, snapshot: { progress: { index: 1, total: 6 } } },
  { id: 'wallet', step: { name: 'wallet', wallets, chosen: null }, snapshot: at(1) },
  { id: 'wallet-chosen', step: { name: 'wallet', wallets, chosen: 'ms' }, snapshot: at(1) },
  { id: 'wallet-none', step: { name: 'wallet', wallets: [], chosen: null }, snapshot: at(1) },
  { id: 'pairing', step: { name: 'pairing', wallet }, snapshot: at(1) },
  { id: 'pairing-any', step: { name: 'pairing', wallet: null }, snapshot: at(1) },
  {
    id: 'introduction',
    step: { name: 'introduction', minutes: 5, retentionHours: 24, organisation: 'Northwind Service Desk' },
    snapshot: at(2),
  },
  { id: 'details', step: { name: 'details', values: null }, snapshot: at(3) },
  { id: 'details-filled', step: { name: 'details', values }, snapshot: at(3) },
  { id: 'consent', step: { name: 'consent', terms, biometric }, snapshot: at(3) },
  ...documentCases,
  { id: 'face-guidance', step: { name: 'face-guidance' }, snapshot: { progress: { index: 5, total: 6 } } },
  { id: 'face-capture', step: face({}), camera: 'live', snapshot: at(5) },
  { id: 'face-capture-ready', step: face({}), camera: 'ready', snapshot: at(5) },
  {
    id: 'face-capture-again',
    step: face({ attempt: 2, problem: 'quality' }),
    camera: 'live',
    snapshot: at(5),
  },
  {
    id: 'face-capture-liveness',
    step: face({ attempt: 2, problem: 'liveness' }),
    camera: 'mirrored',
    snapshot: at(5),
  },
  {
    id: 'face-capture-asked',
    step: face({
      challenge: { id: 'c', actions: ['nearer', 'turn-left'], seconds: 10, colours: [] },
    }),
    camera: 'asked',
    snapshot: at(5),
  },
  { id: 'face-capture-lost', step: face({ camera: 'lost' }), camera: 'lost', snapshot: at(5) },
  { id: 'face-capture-denied', step: face({ camera: 'denied' }), camera: 'denied', snapshot: at(5) },
  { id: 'face-capture-none', step: face({ camera: 'none' }), camera: 'none', snapshot: at(5) },
  { id: 'deciding', step: { name: 'deciding' }, snapshot: { progress: { index: 5, total: 6 } } },
  ...offerCases,
  ...(['waiting', 'scanned', 'presented', 'failed'] as const).map(
    (state): Case => ({
      id: `proof-${state}`,
      step: { name: 'proof', state, requestUri: 'openid4vp://?client_id=x509_san_dns%3Akiosk&request_uri=x' },
      snapshot: { progress: { index: 6, total: 6 } },
    }),
  ),
  { id: 'referred', step: { name: 'referred', ticket: 'B-27', reason: 'no-biometrics', attended: false } },
  {
    id: 'referred-attended',
    step: { name: 'referred', ticket: 'B-27', reason: 'undecided', attended: true },
  },
  { id: 'refused', step: { name: 'refused' } },
  { id: 'ended', step: { name: 'ended', reason: 'done' } },
  { id: 'ended-timed-out', step: { name: 'ended', reason: 'timed-out' } },
  {
    id: 'still-there',
    step: { name: 'details', values },
    snapshot: { ...at(3), idleEndsAt: galleryNow + 24_000 },
  },
  { id: 'help-called', step: { name: 'details', values }, snapshot: at(3), press: 'help' },
  { id: 'cancel-prompt', step: { name: 'details', values }, snapshot: at(3), press: 'cancel' },
  { id: 'language-switch', step: { name: 'details', values }, snapshot: at(3), press: 'language' },
  { id: 'refusal', step: { name: 'face-guidance' }, snapshot: at(5), press: 'help', refuse: 'rpc/timeout' },
  { id: 'resumed', step: { name: 'face-guidance' }, snapshot: { ...at(5), resumed: true } },
  {
    id: 'out-of-service',
    step: { name: 'attract' },
    snapshot: { outOfService: { code: 'vault/disk-full' } },
  },
  { id: 'connection-lost', step: { name: 'face-guidance' }, snapshot: at(5), link: 'lost' },
  { id: 'connection-refused', step: { name: 'attract' }, link: 'refused' },
  { id: 'second-window', step: { name: 'attract' }, link: 'replaced' },
];

export const languages: VisitorSnapshot['station']['languages'] = [
  { code: 'en', name: 'English', direction: 'ltr' },
  { code: 'de', name: 'Deutsch', direction: 'ltr' },
  { code: 'fr', name: 'Français', direction: 'ltr' },
  { code: 'es', name: 'Español', direction: 'ltr' },
  { code: 'pt', name: 'Português', direction: 'ltr' },
  { code: 'pl', name: 'Polski', direction: 'ltr' },
  { code: 'tr', name: 'Türkçe', direction: 'ltr' },
  { code: 'ar', name: 'العربية', direction: 'rtl' },
];

/** The whole snapshot of a case, in one language. */
export function snapshotOf({ step, snapshot }: Case, language: string): VisitorSnapshot {
  return {
    revision: 1,
    now: galleryNow,
    station: {
      name: 'Desk 2',
      organisation: 'Northwind Service Desk',
      posture: 'self-service',
      simulated: true,
      languages,
      defaultLanguage: 'en',
      keyboardReader: false,
      cameras: [],
      pixelsPerInch: null,
    },
    outOfService: null,
    language,
    step,
    progress: null,
    canGoBack: false,
    idleEndsAt: null,
    resumed: false,
    ...snapshot,
  };
}
