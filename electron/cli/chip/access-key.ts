import { text } from 'node:stream/consumers';
import { CodedError } from '../../contract/errors.ts';
import { type AccessKey, canKey, mrzKey } from '../../host/documents/chip/index.ts';
import { parseMrz, splitMrzText } from '../../host/documents/mrz/index.ts';
import type { OptionValues } from '../command.ts';
import { UsageError } from '../errors.ts';
import type { CliIo } from '../io.ts';

export interface GivenKey {
  readonly key: AccessKey;
  /** Lines of the zone the key was made of; null when it is the card access number. */
  readonly zone: readonly string[] | null;
}

/** The key of `--mrz LINES` or `--can N`. @throws UsageError when it is not one of them, CodedError `chip/key-format` */
export async function keyFrom(values: OptionValues, io: CliIo, command: string): Promise<GivenKey> {
  const { mrz, can } = values;
  if (typeof can === 'string' && mrz === undefined) return { key: canKey(can), zone: null };
  if (typeof mrz !== 'string' || can !== undefined) {
    throw new UsageError(
      'cli/bad-arguments',
      `--mrz LINES or --can N is needed; see proofdesk ${command} --help`,
    );
  }
  const lines = splitMrzText(mrz === '-' ? await text(io.stdin) : mrz);
  const zone = parseMrz(lines);
  if (zone.kind !== 'mrz') throw new CodedError('chip/key-format', 'the lines are no machine readable zone');
  return { key: mrzKey(zone), zone: zone.lines };
}
