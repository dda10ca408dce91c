import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../contract/errors.ts';
import {
  importTrust,
  isCertificate,
  readTrustStore,
  TRUST_STORE_FILE,
  TrustAnchors,
} from '../../host/documents/chip/index.ts';
import type { OptionValues } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { UsageError } from '../errors.ts';
import { standardListDays } from './list-days.ts';

function strings(value: OptionValues[string]): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

async function open(file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new CodedError('input/file', 'a trust file cannot be opened', { cause });
  }
}

/**
 * Whom a command trusts: the files it is given, else the kiosk's own store. Lists want one of the roots behind them; a CSCA
 * certificate that is named itself is its own.
 */
export async function trustedBy(values: OptionValues, now: number): Promise<TrustAnchors> {
  const files = await Promise.all(strings(values.trust).map(open));
  const days = standardListDays();
  if (files.length === 0) {
    return new TrustAnchors(await readTrustStore(join(dataFolder(values), TRUST_STORE_FILE)), days);
  }
  const roots = await Promise.all(strings(values.root).map(open));
  const rootsOf = (file: Uint8Array) => {
    if (isCertificate(file)) return [file];
    if (roots.length > 0) return roots;
    throw new UsageError('cli/bad-arguments', 'a list in --trust wants its --root CERT');
  };
  const lists = files.flatMap((file) => importTrust(file, rootsOf(file), now).lists);
  return new TrustAnchors(lists, days);
}
