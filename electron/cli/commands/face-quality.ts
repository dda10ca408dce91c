import { selfieLimits } from '../../host/faces/index.ts';
import type { Command } from '../command.ts';
import { eachFile } from '../each-file.ts';
import { UsageError } from '../errors.ts';
import { pictureFault, withFaceEngine } from '../face/engine.ts';
import { describeQuality } from '../face/quality.ts';

const help = `Measure the quality of the faces in pictures, as the kiosk judges a selfie.

Usage: proofdesk face quality FILE...

Files are JPEG or PNG. Needs Chromium; nothing leaves this machine.

Output, one object per file, in the order given:
  {"file", "outcome", "reasons", "faces", "interEyeDistance", "pose", "scores", "ms"}
    outcome   good; poor: the kiosk would ask for another photo; no-face; unreadable
    reasons   what is wrong, the gravest first; of an unreadable file image-unreadable, image-too-large,
              image-hangs-the-engine or image-ends-the-engine
    pose      degrees, signs after ISO/IEC 39794-5
    scores    0 to 100 by component of ISO/IEC 29794-5, under the names of OFIQ; of the largest face
  {"file", "error": {"code", "message"}}
    when the file can't be opened. The rest is still processed. Code: input/file

Options:
  -h, --help  This text

Exit codes:
  0  every file was processed, whatever was in it
  1  some file could not be opened, or the face engine did not start
  2  the command line was not understood
`;

export const command: Command = {
  help,
  allowPositionals: true,
  async run({ positionals }, io) {
    if (positionals.length === 0)
      throw new UsageError('cli/bad-arguments', 'face quality needs at least one FILE');
    return withFaceEngine(undefined, ({ vision }) =>
      eachFile(positionals, io, async (bytes) => {
        try {
          const { reasons, ...rest } = describeQuality(await vision.analyse(bytes), selfieLimits);
          const outcome = rest.faces === 0 ? 'no-face' : reasons.length === 0 ? 'good' : 'poor';
          return { outcome, reasons, ...rest };
        } catch (error) {
          return { outcome: 'unreadable', reasons: [pictureFault(error)] };
        }
      }),
    );
  },
};
