import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';

const help = `Print the udev rules that let the kiosk open its devices, made from their profiles.

Usage: proofdesk device udev [--page-camera VVVV:PPPP@DPI ...] [--windows]

As root: proofdesk device udev > /etc/udev/rules.d/60-proofdesk.rules && udevadm control --reload && udevadm trigger

Options:
  --page-camera VVVV:PPPP@DPI  a rule for this still camera as well
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
    windows: { type: 'boolean', default: false },
  },
  async run({ values }, io) {
    const { namedCamera, udevRules, windowsNotes } = await import('../../../native-drivers/index.ts');
    const given = Array.isArray(values['page-camera']) ? values['page-camera'] : [];
    const cameras = given.map((name) => {
      const camera = namedCamera(String(name));
      if (!camera) throw new UsageError('cli/bad-arguments', '--page-camera takes VVVV:PPPP@DPI');
      return camera;
    });
    await io.out(values.windows === true ? windowsNotes() : udevRules(cameras));
    return EXIT_OK;
  },
};
