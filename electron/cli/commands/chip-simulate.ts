import { writeFile } from 'node:fs/promises';
import { CodedError } from '../../contract/errors.ts';
import {
  CHIP_FAULTS,
  type ChipFault,
  DOCUMENT_DEFECTS,
  type DocumentDefect,
  FaultyChip,
  foundAuthority,
  issueDefective,
  VirtualChip,
} from '../../host/documents/chip/index.ts';
import { readPassportFile, specimenDocument } from '../chip/passport-file.ts';
import type { Arguments, Command, OptionValues } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';

const DEFECTS: readonly string[] = [...new Set<string>([...DOCUMENT_DEFECTS, ...CHIP_FAULTS])];

const help = `Lay a virtual passport on the virtual reader of the smart card service (vpcd of vsmartcard).

Usage: proofdesk chip simulate [--passport FILE] [--defect NAME] [--csca FILE] [--port N]

The passport is issued by an invented state, new each time; its certificate goes to --csca, so that it can be trusted
with trust import or chip read --trust. Lies there until the program is ended or the service goes.

Output, one JSON line when it lies there: {"laid": true, "mrz", "can", "defect", "csca"}

Options:
  --passport FILE  JSON: "mrz" (lines), "portrait" (JPEG or JPEG 2000 beside the file), "can", "issued" (a date),
                   "access" (bac, pace, pace-im, pace-cam), "proofs" (false: no keys against copies); what is left
                   out is a specimen's
  --defect NAME    what is wrong with it:
                   ${DEFECTS.slice(0, 5).join(', ')},
                   ${DEFECTS.slice(5, 9).join(', ')},
                   ${DEFECTS.slice(9).join(', ')}
  --csca FILE      write the state's certificate (DER) there
  --host H         where vpcd listens (default: 127.0.0.1)
  --port N         its port (default: 35963)
  -h, --help       This text

Exit codes:
  0  it was laid there, and is gone
  1  nothing listens there, or the passport cannot be made
  2  the command line was not understood
`;

const isDefect = (name: string): name is DocumentDefect =>
  (DOCUMENT_DEFECTS as readonly string[]).includes(name);
const isFault = (name: string): name is ChipFault => (CHIP_FAULTS as readonly string[]).includes(name);

function portIn(values: OptionValues): number {
  const port = Number(values.port);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UsageError('cli/bad-arguments', '--port takes a number from 1 to 65535');
}

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  const defect = String(values.defect);
  if (!DEFECTS.includes(defect)) {
    throw new UsageError('cli/bad-arguments', 'no such defect; see proofdesk chip simulate --help');
  }
  const port = portIn(values);
  const now = Date.now();
  const document =
    typeof values.passport === 'string'
      ? await readPassportFile(values.passport, now)
      : specimenDocument(now);
  const authority = await foundAuthority({ country: 'UT', now: document.issuedAt - 365 * 86_400_000 });
  const { personality } = await issueDefective(authority, document, isDefect(defect) ? defect : 'none');
  if (typeof values.csca === 'string') await writeFile(values.csca, authority.certificate);
  const chip = new FaultyChip(new VirtualChip(personality), isFault(defect) ? defect : 'none');
  const { layOnVpcd } = await import('../../../native-drivers/index.ts');
  const card = await layOnVpcd(chip, { host: String(values.host), port }).catch((cause: unknown) => {
    throw new CodedError('chip/no-virtual-reader', 'no virtual reader listens there', { cause });
  });
  const { mrz, can } = document;
  await io.out(`${JSON.stringify({ laid: true, mrz, can, defect, csca: values.csca ?? null })}\n`);
  await card.gone;
  return EXIT_OK;
}

export const command: Command = {
  help,
  options: {
    passport: { type: 'string' },
    defect: { type: 'string', default: 'none' },
    csca: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '35963' },
  },
  run,
};
