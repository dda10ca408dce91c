import type { StaffVisit } from '../words/decision.ts';
import type { StaffOffer } from '../words/offer.ts';
import { now } from './devices.ts';

export const someOffer = (part: Partial<StaffOffer> = {}): StaffOffer => ({
  state: 'waiting',
  form: 'dc+sd-jwt',
  triesLeft: null,
  expiresAt: now + 214_000,
  confirmation: 'awaited',
  withdrawn: null,
  renewable: false,
  asksStaff: false,
  phoneClock: false,
  usedAgain: false,
  collectUntil: null,
  presented: null,
  ...part,
});

const at = (step: StaffVisit['step'], part: Partial<StaffOffer>, txCode: string | null = null) => ({
  step,
  txCode,
  offer: someOffer(part),
});

/** Visits at what may become of an offer. */
export const offerVisits: Record<string, Pick<StaffVisit, 'step' | 'txCode' | 'offer'>> = {
  'offer-wrong-code': at('offer', { state: 'code-wrong', triesLeft: 2 }, '493815'),
  'offer-expired': at('offer', { state: 'expired', renewable: true }),
  'offer-refused': at('offer', { state: 'refused', renewable: true, phoneClock: true }),
  'offer-taken': at('offer', { state: 'taken', withdrawn: 'ended', confirmation: 'denied', renewable: true }),
  'offer-taken-for-good': at('offer', { state: 'taken', withdrawn: 'not-revocable', confirmation: 'denied' }),
  'offer-deferred': at('offer', { state: 'deferred', collectUntil: now + 86_400_000 }),
  'offer-unconfirmed': at('success', {
    state: 'issued',
    confirmation: 'missing',
    asksStaff: true,
    usedAgain: true,
  }),
  'offer-success': at('success', { state: 'issued', confirmation: 'confirmed', presented: 'presented' }),
};
