import { writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { detPlot } from '../../host/faces/accuracy/index.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import { curveOf, describeMeasured, notDetected, timesOf } from '../face/describe-measured.ts';
import { withFaceEngine } from '../face/engine.ts';
import { embedSides, measurePairs } from '../face/measure-pairs.ts';
import { readPairList } from '../face/pair-list.ts';
import { sayHowFar } from '../face/progress.ts';

const help = `Measure the face comparison over pairs of pictures.

Usage: proofdesk face pairs FILE [--degrade portrait] [--model DIR] [--plot FILE]

FILE has one pair on a line: pathA pathB 0|1, where 1 is the same person; parted by tabs or spaces, paths from the
file's folder. Where each person has a folder of pictures, and the labels agree with that, every two pictures of
different people are compared for the thresholds, not only those listed. Needs Chromium; nothing leaves this machine.

Output, one object:
  images, notDetected     pictures, and those without a face that was found: number, and up to 20 paths
  people                  folders: thresholds come from all different people; listed: from the listed pairs
  pairs                   same, different, notCompared; a pair that could not be compared counts as no match
  accuracy                of ten folds, each at the threshold best on the others: mean, standardError
  equalErrorRate          rate, threshold
  differentPeople         comparisons of different people that thresholds come from
  falseNonMatch           at false match rates 1e-2, 1e-3, 1e-4: threshold, rate, interval (Wilson, 95 %); null where
                          there are too few comparisons for such a rate
  msPerImage              medians: find (landmarks), embed (alignment and network)

Options:
  --degrade portrait  make a document's portrait, 150 pixels wide, of each first picture
  --model DIR         an organisation's model in place of the kiosk's own
  --plot FILE         write the detection error trade-off there, as SVG
  -h, --help          This text

Exit codes:
  0  done
  1  the list could not be read, or the face engine did not start
  2  the command line was not understood
`;

export const command: Command = {
  help,
  options: { degrade: { type: 'string' }, model: { type: 'string' }, plot: { type: 'string' } },
  allowPositionals: true,
  async run({ values, positionals }, io) {
    const [file] = positionals;
    if (file === undefined || positionals.length > 1)
      throw new UsageError('cli/bad-arguments', 'face pairs takes one FILE');
    if (values.degrade !== undefined && values.degrade !== 'portrait')
      throw new UsageError('cli/bad-arguments', '--degrade takes portrait');
    const degraded = values.degrade === 'portrait';
    const list = await readPairList(file);
    const model = typeof values.model === 'string' ? values.model : undefined;
    await withFaceEngine(model, async (engine) => {
      const before = performance.now();
      const smooth = engine.slot?.setup.smoothPortrait ?? false;
      const sides = await embedSides(engine, list, { degrade: degraded, smooth }, sayHowFar(io));
      const measured = measurePairs(engine.metric, list, sides);
      const lost = notDetected(sides);
      const answer = {
        file,
        model: engine.modelSha256,
        degraded: degraded ? 'portrait' : null,
        images: list.images.length,
        notDetected: { images: lost.length, paths: lost.slice(0, 20) },
        people: list.personIn ? 'folders' : 'listed',
        ...describeMeasured(measured),
        msPerImage: timesOf(sides),
        ms: Math.round(performance.now() - before),
      };
      await io.out(`${JSON.stringify(answer)}\n`);
      if (typeof values.plot === 'string') {
        const name = `model ${engine.modelSha256.slice(0, 8)}${degraded ? ', degraded portraits' : ''}`;
        const title = `${list.pairs.length} pairs, ${measured.strangers.total} of different people`;
        await writeFile(values.plot, detPlot(title, [curveOf(name, measured)]));
      }
    });
    return EXIT_OK;
  },
};
