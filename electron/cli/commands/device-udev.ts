import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';

const help = `Print the udev rules that let the kiosk open its devices, made from their profiles.

Usage: proofdesk device udev [--page-camera VVVV:PPPP@DPI ...] [--hid-reader VVVV:PPPP@… ...] [--windows]

As root: proofdesk device udev > /etc/udev/rules.d/60-proofdesk.rules && udevadm control --reload && udevadm trigger

Options:
  --page-camera VVVV:PPPP@DPI  a rule for this still camera as well
  --hid-reader VVVV:PPPP@…     a rule for this reader as well
  --windows                    print which drivers Windows needs instead
  -h, --help                   This text

Exit codes:
  0  printed
  2  the command line was not understood
`;

export const command: Command = {
  help,
  options: {
    'page-camera': { type: 'string', multiple: true },
    'hid-reader': { type: 'string', multiple: true },
    windows: { type: 'boolean', default: false },
  },
  async run({ values }, io) {
    const { namedCamera, namedHidReader, udevRules, windowsNotes } = await import(
      '../../../native-drivers/index.ts'
    );
    const named = <T>(option: string, read: (text: string) => T | null, form: string): T[] => {
      const given = values[option];
      return (Array.isArray(given) ? given : []).map((name) => {
        const meant = read(String(name));
        if (!meant) throw new UsageError('cli/bad-arguments', `--${option} takes ${form}`);
        return meant;
      });
    };
    const cameras = named('page-camera', namedCamera, 'VVVV:PPPP@DPI');
    const readers = named('hid-reader', namedHidReader, 'VVVV:PPPP@KEY=VALUE,…');
    await io.out(values.windows === true ? windowsNotes() : udevRules(cameras, readers));
    return EXIT_OK;
  },
};
