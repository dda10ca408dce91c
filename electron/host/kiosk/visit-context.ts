import { randomInt } from 'node:crypto';
import type { StationResources } from '../station/index.ts';
import type { Context, Visit } from '../visit/index.ts';

/** What a decision may know besides the visit, taken from the station's files at this moment. */
export function contextOf(
  visit: Visit | null,
  station: { resources: StationResources; now: number; simulated: boolean; chipReader: boolean },
): Context {
  const { resources, now, simulated, chipReader } = station;
  const { profile, policy, languages, wallets } = resources;
  const { defaultLanguage } = resources.station;
  const language = visit?.language ?? defaultLanguage;
  const consent = (kind: 'terms' | 'biometric') => {
    const { id, version, hash } = resources.consentText(kind, language);
    return { id, version, hash };
  };
  return {
    now,
    profile,
    policy,
    simulated,
    chipReader,
    languages: languages.map((one) => one.code),
    defaultLanguage,
    wallets: wallets.map((one) => one.id),
    consents: { terms: consent('terms'), biometric: consent('biometric') },
    ticket: newTicket(),
  };
}

/** Six characters that are hard to mistake for one another when read aloud; about 29 bits, and no person in it. */
function newTicket(): string {
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
  const pick = () => alphabet[randomInt(alphabet.length)];
  return `${pick()}${pick()}${pick()}-${pick()}${pick()}${pick()}`;
}
