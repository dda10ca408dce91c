import type { Command } from '../command.ts';
import { untilInterrupted } from '../device/interrupt.ts';
import { deviceLines, failedLine, readingLine, startedLine } from '../device/lines.ts';
import { UsageError } from '../errors.ts';
import { EXIT_FAILED, EXIT_OK } from '../exit-codes.ts';

const help = `Play a recorded device to the drivers, and say what was not as recorded.

Usage: proofdesk device replay FILE [--fast] [--show]

Prints what device watch prints, and at the end {"event": "replayed", "problems": [{"code", "entry", "message"}]};
code is replay/unexpected, replay/wrong or replay/left-over, entry the number of the step. A chip is asked again what it was asked, and its files are not opened.

Options:
  --fast      cut pauses short
  --show      print what was read as well
  -h, --help  This text

Exit codes:
  0  everything was as recorded
  1  something was not, or the file is no recording
  2  the command line was not understood
`;

/** Milliseconds; a silence that ends a message has to stay one. */
const shortPause = 250;

export const command: Command = {
  help,
  options: { fast: { type: 'boolean', default: false }, show: { type: 'boolean', default: false } },
  allowPositionals: true,
  async run({ values, positionals }, io) {
    const [file = '', ...more] = positionals;
    if (!file || more.length > 0) throw new UsageError('cli/bad-arguments', 'it takes FILE');
    const { openRecording, replay } = await import('../../../native-drivers/index.ts');
    const recording = await openRecording(file);
    const show = values.show === true;
    const interrupt = untilInterrupted(null);
    const lines: string[] = [];
    const changed = deviceLines();
    try {
      const problems = await replay(
        recording,
        {
          devicesChanged: (devices) => lines.push(changed(devices)),
          readStarted: (source) => lines.push(startedLine(source)),
          documentRead: (read) => lines.push(readingLine(read, show)),
          readFailed: (failure) => lines.push(failedLine(failure)),
        },
        { signal: interrupt.signal, ...(values.fast === true && { longestPause: shortPause }) },
      );
      await io.out(lines.join(''));
      await io.out(`${JSON.stringify({ at: new Date().toISOString(), event: 'replayed', problems })}\n`);
      return problems.length === 0 ? EXIT_OK : EXIT_FAILED;
    } finally {
      interrupt.release();
    }
  },
};
