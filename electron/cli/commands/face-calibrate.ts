import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../contract/index.ts';
import { CALIBRATION_FILE, judgeCalibration } from '../../host/faces/slot/index.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import { calibrationOf } from '../face/calibration-of.ts';
import { notDetected } from '../face/describe-measured.ts';
import { withFaceEngine } from '../face/engine.ts';
import { embedSides, measurePairs } from '../face/measure-pairs.ts';
import { type PairList, readPairList } from '../face/pair-list.ts';
import { sayHowFar } from '../face/progress.ts';

const help = `Measure a recognition model and write its thresholds beside it.

Usage: proofdesk face calibrate --pairs FILE --model DIR [--scans FILE] [--data TEXT]

DIR holds the model and its description, model.json (docs/face.md). FILE is as in face pairs, and wants a folder for
each person: thresholds are taken from all comparisons of different people, and only where these let at least 30
pass (rule of 30), which for 1 in 10 000 are 300 000 comparisons: 776 pictures of as many people.

Writes DIR/calibration.json, which holds for this very model, description and version of the program. A kiosk whose
station file names DIR decides by face only with it. Prints the same.

Options:
  --pairs FILE  pairs of photographs: for portraits from chips, and degraded for those from pages
  --scans FILE  pairs whose first picture is a scanned portrait: for portraits from pages, in place of degraded ones
  --model DIR   the model's folder
  --data TEXT   what the pictures are, for the report
  -h, --help    This text

Exit codes:
  0  written, and valid
  1  written, but with no threshold it could carry; or a file could not be read, or the face engine did not start
  2  the command line was not understood
`;

export const command: Command = {
  help,
  options: {
    pairs: { type: 'string' },
    scans: { type: 'string' },
    model: { type: 'string' },
    data: { type: 'string' },
  },
  async run({ values }, io) {
    const { pairs, scans, model, data } = values;
    if (typeof pairs !== 'string' || typeof model !== 'string')
      throw new UsageError('cli/bad-arguments', 'face calibrate needs --pairs FILE and --model DIR');
    const photographs = await readPairList(pairs);
    const scanned = typeof scans === 'string' ? await readPairList(scans) : null;
    return withFaceEngine(model, async (engine) => {
      const { slot, metric } = engine;
      if (!slot) throw new CodedError('face-model/missing', 'there is no model to measure');
      const sidesOf = (list: PairList, degrade: boolean) =>
        embedSides(engine, list, { degrade, smooth: slot.setup.smoothPortrait }, sayHowFar(io));
      const clean = await sidesOf(photographs, false);
      const paper = await sidesOf(scanned ?? photographs, scanned === null);
      const report = calibrationOf({
        setup: slot.setup,
        data: {
          name: typeof data === 'string' ? data : '',
          pairsSha256: photographs.sha256,
          images: photographs.images.length,
          notDetected: notDetected(clean).length,
          people: photographs.personIn ? 'folders' : 'listed',
        },
        chip: measurePairs(metric, photographs, clean),
        page: measurePairs(metric, scanned ?? photographs, paper),
        madeAt: new Date(),
      });
      const text = `${JSON.stringify(report, null, 2)}\n`;
      const path = join(model, CALIBRATION_FILE);
      // A kiosk that starts meanwhile reads the old report or the new one, never half of it.
      await writeFile(`${path}.new`, text);
      await rename(`${path}.new`, path);
      await io.out(text);
      const judged = judgeCalibration(report, slot.setup);
      if ('problem' in judged)
        throw new CodedError(
          `face-model/${judged.problem}`,
          'too few comparisons of different people for any threshold; the kiosk would decide nothing by this model',
        );
      return EXIT_OK;
    });
  },
};
