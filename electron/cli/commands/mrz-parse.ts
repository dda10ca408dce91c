import { CodedError } from '../../contract/errors.ts';
import { describeMrz, type MrzTextReading, parseMrz, readMrzText } from '../../host/documents/mrz/index.ts';
import type { Command } from '../command.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { type InputLine, LINE_LIMIT, readLines } from '../read-lines.ts';
import { readMrzRecord, tooLongRecord } from './mrz-record.ts';

const help = `Read machine readable zones: JSON lines in, JSON lines out, in the same order.

Usage: proofdesk mrz parse < zones.jsonl > results.jsonl

Input, one object per line (blank lines are ignored):
  {"id": "a1", "lines": ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                         "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]}
  id is a string or a number and comes back as it was; without one it is null.
  lines are judged strictly as they are given. Instead of them
  {"id": "a2", "text": "p<utoeriksson<<anna<maria<<... 7408122f12O4159..."}
  text is what a device sent or a person typed: lower case, spaces, framing and lines glued together are
  understood, and up to two misread characters repaired where the check digits then agree.

Output, one object per line of input:
  {"id", "format", "valid", "checks", "dates", "fields"}
    format  TD1, TD2, TD3, MRVA, MRVB, FRA_ID, FRA_DL, CHE_DL or SVK_ID_34
    valid   every check digit right, every date real or unknown, sex one of M, F, <
    checks  birthDate, expiryDate, documentNumber, composite, optional: true or false,
            as far as the format has them
    dates   raw, unknown, wellFormed of birthDate and expiryDate
    fields  what the zone says, without trailing fillers; sex X stands for <
  {"id", "format": null, "valid": false, "error"}
    when the lines are no zone; error is "characters", or "shape" and the line lengths
  for text also "outcome" and "repairs", with what the repaired zone says
    outcome read, repaired, ambiguous (several repairs would do; what is printed is unrepaired) or unreadable
    repairs [{"line", "position", "from", "to"}], both counted from 0
    alternatives  when ambiguous: the repairs that would do, each with its "repairs", "checks", "dates", "fields"
  {"id", "line", "error": {"code", "message"}}
    when the line of input can't be read; line counts from 1. The rest is still processed.
    Codes: input/not-json, input/not-object, input/id, input/lines, input/text,
    input/too-long (${LINE_LIMIT} characters)

Lines are never repaired, and state codes are not part of valid.

Options:
  -h, --help  This text

Exit codes:
  0  every line was read, whether its zone is valid or not
  1  some line of input could not be read, or the output could not be written
  2  the command line was not understood
`;

/** What the zone says after its repairs, then how it was arrived at. */
function describeReading({ outcome, result, repairs, alternatives }: MrzTextReading): object {
  return {
    ...describeMrz(result),
    outcome,
    repairs,
    ...(alternatives && {
      alternatives: alternatives.map((one) => ({ ...describeMrz(one.result), repairs: one.repairs })),
    }),
  };
}

interface Tally {
  read: number;
  refused: number;
}

function answer(line: InputLine, tally: Tally): string {
  if (!line.tooLong && line.text.trim() === '') return '';
  const record = line.tooLong ? tooLongRecord(LINE_LIMIT) : readMrzRecord(line.text);
  tally.read += 1;
  if ('lines' in record) {
    return `${JSON.stringify({ id: record.id, ...describeMrz(parseMrz(record.lines)) })}\n`;
  }
  if ('text' in record) {
    return `${JSON.stringify({ id: record.id, ...describeReading(readMrzText(record.text)) })}\n`;
  }
  tally.refused += 1;
  return `${JSON.stringify({ id: record.id, line: line.number, error: record.error })}\n`;
}

async function run(_given: unknown, io: CliIo): Promise<number> {
  const tally: Tally = { read: 0, refused: 0 };
  for await (const batch of readLines(io.stdin)) {
    const text = batch.map((line) => answer(line, tally)).join('');
    if (text !== '') await io.out(text);
  }
  if (tally.refused === 0) return EXIT_OK;
  throw new CodedError(
    'input/refused',
    `${tally.refused} of ${tally.read} lines of input could not be read; the output says which`,
  );
}

export const command: Command = { help, run };
