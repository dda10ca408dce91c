import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { HubPlace } from '../../../issuer/hub/index.ts';
import { type CredentialProfile, loadProfile } from '../../../issuer/index.ts';
import { CodedError } from '../../contract/errors.ts';
import type { OptionValues } from '../command.ts';
import { UsageError } from '../errors.ts';
import { programRoot } from '../places.ts';

/** In every command of an issuer or a hub. */
export const placeOptions = {
  data: { type: 'string' },
  profile: { type: 'string', multiple: true },
} as const;

export const PLACE_HELP = `  --data DIR          folder of the hub: its key and, without DATABASE_URL, its database
  --profile FILE      a credential profile in place of the program's own; may be given several times`;

export const PASSPHRASE_HELP = `  SIGNING_PASSPHRASE  opens --signing-key or --signing-p12, where they are locked`;

export const ENVIRONMENT_HELP = `Environment:
  DATABASE_URL  postgresql://… : this database in place of DIR/hub.db; several processes may share it
  HUB_KEY       32 bytes in base64url: in place of DIR/hub.key, which every process of a hub needs the same of`;

export function text(values: OptionValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function texts(values: OptionValues, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

export function needed(values: OptionValues, name: string, what: string): string {
  const value = text(values, name);
  if (value === undefined) throw new UsageError('cli/bad-arguments', `--${name} ${what} is needed`);
  return value;
}

/** @throws UsageError when it is no whole number in the range */
export function whole(values: OptionValues, name: string, least: number, most: number): number | undefined {
  const value = text(values, name);
  if (value === undefined) return undefined;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most))
    throw new UsageError('cli/bad-arguments', `--${name} is a whole number from ${least} to ${most}`);
  return number;
}

export const KIOSK_HELP = '  --kiosk N           its number (hub kiosks)';

/** @throws UsageError */
export function kioskOf(values: OptionValues): number {
  needed(values, 'kiosk', 'N');
  return whole(values, 'kiosk', 1, 999_999_999)!;
}

/** An instant in ISO 8601, as milliseconds. @throws UsageError */
export function instant(values: OptionValues, name: string): number | undefined {
  const value = text(values, name);
  if (value === undefined) return undefined;
  const at = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at))
    throw new UsageError('cli/bad-arguments', `--${name} is an instant, as 2026-11-23T09:00:00Z`);
  return at;
}

export function placeOf(values: OptionValues, environment = process.env): HubPlace {
  const { DATABASE_URL, HUB_KEY } = environment;
  return {
    folder: resolve(needed(values, 'data', 'DIR')),
    ...(DATABASE_URL ? { databaseUrl: DATABASE_URL } : {}),
    ...(HUB_KEY ? { key: HUB_KEY } : {}),
  };
}

/** The root certificates of wallet providers that URL/haip believes, as PEM. */
export function attestersOf(values: OptionValues): Promise<string[]> {
  return Promise.all(texts(values, 'attester').map((file) => readText(file, 'attester')));
}

const OWN_PROFILES = ['verified-identity.json', 'photo-identity.json'];

/** The profiles of a command line, or the program's own. */
export async function profilesOf(
  values: OptionValues,
): Promise<readonly [CredentialProfile, ...CredentialProfile[]]> {
  const given = texts(values, 'profile').map((file) => resolve(file));
  const own = OWN_PROFILES.map((name) => join(programRoot(), 'resources/credentials', name));
  const [first, ...rest] = await Promise.all(
    (given.length > 0 ? given : own).map((file) => loadProfile(file)),
  );
  return [first!, ...rest];
}

/** @param option whose file it is: of several, the one to look at @throws CodedError `input/file` */
export async function readBytes(file: string, option: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new CodedError('input/file', `the file of --${option} cannot be opened`, { cause });
  }
}

export async function readText(file: string, option: string): Promise<string> {
  return Buffer.from(await readBytes(file, option)).toString('utf8');
}

export async function readJsonObject(file: string, option: string): Promise<Record<string, unknown>> {
  const text = await readText(file, option);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CodedError('input/json', `the file of --${option} is not JSON`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CodedError('input/json', `the file of --${option} holds no JSON object`);
  return value as Record<string, unknown>;
}
