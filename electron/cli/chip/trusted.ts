import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../contract/errors.ts';
import {
  importTrust,
  readTrustStore,
  TRUST_STORE_FILE,
  TrustAnchors,
} from '../../host/documents/chip/index.ts';
import type { OptionValues } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
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
 * Whom a command trusts: the files it is given, else the kiosk's own store. A master list wants its root beside it; a
 * CSCA certificate is its own.
 */
export async function trustedBy(values: OptionValues, now: number): Promise<TrustAnchors> {
  const files = strings(values.trust);
  if (files.length === 0) {
    return new TrustAnchors(
      await readTrustStore(join(dataFolder(values), TRUST_STORE_FILE)),
      standardListDays(),
    );
  }
  const roots = await Promise.all(strings(values.root).map(open));
  const lists = await Promise.all(
    files.map(async (file) => {
      const bytes = await open(file);
      return importTrust(bytes, roots.length > 0 ? roots : [bytes], now).lists;
    }),
  );
  return new TrustAnchors(lists.flat(), standardListDays());
}
