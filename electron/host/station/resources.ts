import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Policy, type Profile, policy, profile } from '../visit/index.ts';
import { readJson, StationError } from './read-json.ts';
import { readStationFile, type StationFile } from './station-file.ts';

const text = z.object({ version: z.string(), title: z.string(), paragraphs: z.array(z.string()).min(1) });
const language = z.object({ code: z.string(), name: z.string(), direction: z.enum(['ltr', 'rtl']) });
const wallet = z.object({
  id: z.string(),
  name: z.string(),
  publisher: z.string(),
  /** Phones open it from the claim page. */
  storeUrl: z.url({ protocol: /^https$/ }),
  /** The wallet says of organisations that are on no list of its own that they are not verified. */
  keepsList: z.boolean().default(false),
});

export interface ConsentText {
  id: string;
  version: string;
  title: string;
  paragraphs: string[];
  hash: string;
}

export interface StationResources {
  station: StationFile;
  profile: Profile;
  policy: Policy;
  languages: z.infer<typeof language>[];
  wallets: z.infer<typeof wallet>[];
  /** The text in `code`, else in the default language, else in English. */
  consentText(kind: 'terms' | 'biometric', code: string): ConsentText;
}

/**
 * Reads the station's data files. A simulated station runs by the simulation policy unless told otherwise; a real one
 * never does, whatever the file says.
 * @throws StationError naming the file, when one is missing or malformed
 */
export function loadStation(directory: string, file: string | null, simulated: boolean): StationResources {
  const station = readStationFile(file);
  const wanted = station.policy ?? (simulated ? 'simulation' : 'standard');
  if (wanted === 'simulation' && !simulated) {
    throw new StationError(
      'station/resource-malformed',
      'the simulation policy belongs to simulated stations only',
    );
  }
  const loaded = readJson(join(directory, 'profiles', `${station.profile}.json`), profile);
  const rules = readJson(join(directory, 'policies', `${wanted}.json`), policy);
  const languages = readJson(join(directory, 'languages.json'), z.array(language).min(1));
  const fill = (line: string) =>
    line
      .replaceAll('{organisation}', station.organisation)
      .replaceAll('{referredHours}', String(loaded.retentionHours.referred));
  const texts = new Map<string, ConsentText>();
  return {
    station,
    profile: loaded,
    policy: rules,
    languages,
    wallets: readJson(join(directory, 'wallets.json'), z.array(wallet).min(1)),
    consentText(kind, code) {
      const known = texts.get(`${kind}/${code}`);
      if (known) return known;
      const path = [code, station.defaultLanguage, 'en']
        .map((candidate) => join(directory, 'texts', kind, `${candidate}.json`))
        .find((candidate) => existsSync(candidate));
      if (!path) throw new StationError('station/resource-missing', `no text ${kind} in any language`);
      const { version, title, paragraphs } = readJson(path, text);
      const filled = paragraphs.map(fill);
      const hash = createHash('sha256')
        .update(JSON.stringify([kind, version, title, filled]))
        .digest('hex');
      const made = { id: kind, version, title, paragraphs: filled, hash };
      texts.set(`${kind}/${code}`, made);
      return made;
    },
  };
}

/**
 * Certificates of the invented states whose specimens a simulated station reads; no other station may trust them.
 * @returns DER or PEM, as the files are
 */
export function inventedStates(directory: string): Uint8Array[] {
  const folder = join(directory, 'specimens', 'utopia');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /^csca[\w-]*\.(cer|crt|der|pem)$/.test(name));
  return names.map((name) => new Uint8Array(readFileSync(join(folder, name))));
}
