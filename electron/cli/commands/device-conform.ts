import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_FAILED, EXIT_OK } from '../exit-codes.ts';

const help = `Run a vendor's adapter through every state and fault of its interface (docs/vendor-adapter.md).

Usage: proofdesk device conform --command COMMAND

Prints one JSON line for each check: {"check", "device", "outcome", "detail"}; outcome is passed, failed or not-checked,
which is what the adapter cannot act out. The last line counts them.

Options:
  --command COMMAND  how the adapter is started; blanks part words, quotes hold them together
  -h, --help         This text

Exit codes:
  0  nothing failed
  1  something failed
  2  the command line was not understood
`;

export const command: Command = {
  help,
  options: { command: { type: 'string' } },
  async run({ values }, io) {
    if (typeof values.command !== 'string' || values.command.trim() === '') {
      throw new UsageError('cli/bad-arguments', '--command takes how the adapter is started');
    }
    const { conformCommand } = await import('../../../native-drivers/index.ts');
    let last: Promise<void> = Promise.resolve();
    const { adapter, results } = await conformCommand(values.command, (result) => {
      last = last.then(() => io.out(`${JSON.stringify(result)}\n`));
      // Whoever stopped reading is told by the wait below.
      last.catch(() => {});
    });
    await last;
    const count = (outcome: string) => results.filter((one) => one.outcome === outcome).length;
    const counted = { passed: count('passed'), failed: count('failed'), 'not-checked': count('not-checked') };
    await io.out(`${JSON.stringify({ adapter, ...counted })}\n`);
    return counted.failed === 0 ? EXIT_OK : EXIT_FAILED;
  },
};
