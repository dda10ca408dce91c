import { describeBarcode, readBarcode } from '../../host/documents/barcode/index.ts';
import { type DecodedBarcode, decodeBarcodes, PageError } from '../../host/documents/page/index.ts';
import type { Arguments, Command } from '../command.ts';
import { eachFile } from '../each-file.ts';
import { UsageError } from '../errors.ts';
import type { CliIo } from '../io.ts';

const help = `Read the barcodes of driver licences and identity documents in pictures.

Usage: proofdesk barcode read FILE...

Files are PNG or JPEG. Symbols: PDF417, Data Matrix, QR, Aztec, at any rotation. Understood are North American
licences and ID cards (AAMVA versions 1 to 10), visible digital seals (ICAO Doc 9303-13) and copies of the machine
readable zone.

Output, one object per file, in the order given:
  {"file", "outcome", "reason", "barcodes", "ms"}
    outcome   read: at least one barcode speaks for a document; unreadable otherwise
    reason    when unreadable: no-picture, no-barcode or no-document
    barcodes  {"symbology", "corners", "content"}; corners in pixels from the top left
      content.kind  aamva, vds, mrz-copy or not-document, with what it says
  {"file", "error": {"code", "message"}}
    when the file can't be opened. The rest is still processed. Code: input/file

No barcode is proof of a genuine document: licences carry no signature, and the signature of a seal is printed but
not checked.

Options:
  -h, --help  This text

Exit codes:
  0  every file was processed, whatever was in it
  1  some file could not be opened, the decoder could not start, or the output could not be written
  2  the command line was not understood
`;

type Answer = Readonly<Record<string, unknown>>;

function contentsOf(found: readonly DecodedBarcode[]): Answer {
  const barcodes = found.map((one) => ({
    symbology: one.symbology,
    corners: one.corners.map(({ x, y }) => [Math.round(x), Math.round(y)]),
    content: describeBarcode(readBarcode(one)),
  }));
  if (barcodes.some(({ content }) => content.kind !== 'not-document')) return { outcome: 'read', barcodes };
  return { outcome: 'unreadable', reason: found.length > 0 ? 'no-document' : 'no-barcode', barcodes };
}

async function answerFor(bytes: Uint8Array): Promise<Answer> {
  try {
    return contentsOf(await decodeBarcodes(bytes));
  } catch (error) {
    if (error instanceof PageError && error.code !== 'page/decoder')
      return { outcome: 'unreadable', reason: 'no-picture', barcodes: [] };
    throw error;
  }
}

async function run({ positionals }: Arguments, io: CliIo): Promise<number> {
  if (positionals.length === 0)
    throw new UsageError('cli/bad-arguments', 'which files? See proofdesk barcode read --help');
  return eachFile(positionals, io, answerFor);
}

export const command: Command = { help, allowPositionals: true, run };
