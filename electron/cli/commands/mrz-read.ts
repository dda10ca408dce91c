import { join } from 'node:path';
import {
  decodeImageFile,
  type GlyphWeights,
  ImageError,
  loadGlyphNet,
  type MrzImageReading,
  readMrzImage,
} from '../../host/documents/image/index.ts';
import type { Command } from '../command.ts';
import { eachFile } from '../each-file.ts';
import { UsageError } from '../errors.ts';
import { programRoot } from '../places.ts';

const help = `Read the machine readable zone in pictures of documents.

Usage: proofdesk mrz read FILE...

Files are PNG or JPEG, the zone at any of four sides and a few degrees askew.

Output, one object per file, in the order given:
  {"file", "outcome", "reason", "lines", "repairs", "confidence", "ms"}
    outcome     read; repaired: some character is another than it looked, so a person has to confirm it;
                unreadable: the lines, if any, are a guess and not data
    reason      when unreadable: no-picture, no-zone, resolution, glare, blur, check-digits or doubtful
    repairs     {"line", "position", "from", "to", "why"}, counted from 0; why: changed, so that the check digits come
                right, or doubt: nothing printed settles whether it is not the character in "from"
    confidence  probability of each character, shaped like lines
  {"file", "error": {"code", "message"}}
    when the file can't be opened. The rest is still processed. Code: input/file

Options:
  -h, --help  This text

Exit codes:
  0  every file was processed, whatever was in it
  1  some file could not be opened, or the reader's weights are missing
  2  the command line was not understood
`;

const round = (value: number) => Math.round(value * 1000) / 1000;

function describe(reading: MrzImageReading) {
  const { outcome, reason, lines, repairs, confidence } = reading;
  return {
    outcome,
    ...(reason ? { reason } : {}),
    lines,
    repairs,
    confidence: confidence.map((line) => line.map(round)),
  };
}

function read(bytes: Uint8Array, net: GlyphWeights) {
  try {
    return describe(readMrzImage(decodeImageFile(bytes), net));
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return { outcome: 'unreadable', reason: 'no-picture', lines: [], repairs: [], confidence: [] };
  }
}

export const command: Command = {
  help,
  allowPositionals: true,
  async run({ positionals }, io) {
    if (positionals.length === 0)
      throw new UsageError('cli/bad-arguments', 'mrz read needs at least one FILE');
    const net = loadGlyphNet(join(programRoot(), 'resources/mrz-net'));
    return eachFile(positionals, io, (bytes) => read(bytes, net));
  },
};
