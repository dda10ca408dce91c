import { performance } from 'node:perf_hooks';
import { type LivenessAction, livenessAction } from '../../contract/index.ts';
import { judgeLiveness, knownModels, sameSitting } from '../../host/faces/index.ts';
import type { Command, OptionValues } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import { pictureFault, withFaceEngine } from '../face/engine.ts';
import { readFilm } from '../face/film.ts';
import { answerOf, measureAnswer } from '../face/sequence-of.ts';

const help = `Judge a film of a person who was asked to do something: is it a living one, and do they do it?

Usage: proofdesk face liveness VIDEO --challenge NAME[,NAME...] [--at SECONDS[,SECONDS...]]

VIDEO is JPEG after JPEG (.mjpeg), or a folder of JPEGs, taken in the order of their names. Make one of any other film:
  ffmpeg -i FILM -c:v mjpeg -q:v 3 FILM.mjpeg
As the kiosk does it: the person waits, does each thing in turn and looks at the camera again. Needs Chromium; nothing
leaves this machine. It is a hurdle for prints, screens and recordings, not certified after ISO/IEC 30107-3.

NAME: ${livenessAction.options.join(', ')}; left and right are the person's own

Output:
  {"outcome", "reason", "facts", "frames", "ms"}
    outcome  passed; failed; not-checked: a picture of the film is none
    reason   why, by the kiosk's name for it
    facts    what was measured: degrees and shares, for each action
    frames   pictures that were looked at, at most 15 a second and 240

Options:
  --challenge NAME,...  what the person was asked to do, in this order; up to four
  --at SECONDS,...      when each of it begins; else they wait for a sixth of the film (at most 1.5 s) and share the rest
  --fps N               pictures of the film a second (30)
  --seconds N           time there was for each action (8)
  --simulated           the film is made of stills, whose pictures repeat to the byte
  -h, --help            This text

Exit codes:
  0  the film was looked at, whatever came of it
  1  it could not be read, or the face engine did not start
  2  the command line was not understood
`;

function challengeOf({ challenge }: OptionValues): LivenessAction[] {
  const names = typeof challenge === 'string' ? challenge.split(',').map((name) => name.trim()) : [];
  const actions = names.flatMap((name) => livenessAction.safeParse(name).data ?? []);
  if (actions.length !== names.length || actions.length === 0 || new Set(actions).size !== actions.length)
    throw new UsageError(
      'cli/bad-arguments',
      `--challenge takes different ones of ${livenessAction.options.join(', ')}`,
    );
  if (actions.length > 4) throw new UsageError('cli/bad-arguments', '--challenge takes up to four');
  return actions;
}

function numberOf(
  values: OptionValues,
  name: string,
  otherwise: number,
  least: number,
  most: number,
): number {
  const given = values[name];
  const number = given === undefined ? otherwise : Number(given === '' ? Number.NaN : given);
  if (number >= least && number <= most) return number;
  throw new UsageError('cli/bad-arguments', `--${name} takes a number from ${least} to ${most}`);
}

function startsOf({ at }: OptionValues, actions: number): number[] | null {
  if (at === undefined) return null;
  const starts = String(at)
    .split(',')
    .map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
  const rising = starts.every((start, k) => start >= 0 && start > (starts[k - 1] ?? -1));
  if (starts.length !== actions || !rising)
    throw new UsageError(
      'cli/bad-arguments',
      '--at takes the seconds at which each action begins, one after the other',
    );
  return starts;
}

export const command: Command = {
  help,
  options: {
    challenge: { type: 'string' },
    at: { type: 'string' },
    fps: { type: 'string' },
    seconds: { type: 'string' },
    simulated: { type: 'boolean' },
  },
  allowPositionals: true,
  async run({ values, positionals }, io) {
    const [video, ...more] = positionals;
    if (video === undefined || more.length > 0)
      throw new UsageError('cli/bad-arguments', 'face liveness takes one VIDEO');
    const actions = challengeOf(values);
    const starts = startsOf(values, actions.length);
    const fps = numberOf(values, 'fps', 30, 1, 240);
    const seconds = numberOf(values, 'seconds', 8, 1, 60);
    const film = await readFilm(video);
    const answer = answerOf(film, fps, actions.length, starts);
    await withFaceEngine(undefined, async (engine) => {
      const before = performance.now();
      const verdict = await measureAnswer(engine, answer)
        .then((measured) => {
          const { outcome, reason, facts } = judgeLiveness({
            challenge: { id: answer.challenge, actions, seconds, colours: [] },
            answer,
            measured,
            tookMs: (1000 * film.length) / fps,
            samePerson: sameSitting(knownModels, engine.modelSha256),
            simulated: values.simulated === true,
          });
          return { outcome, reason, facts };
        })
        .catch((error: unknown) => ({ outcome: 'not-checked', reason: pictureFault(error), facts: {} }));
      const ms = Math.round(performance.now() - before);
      await io.out(`${JSON.stringify({ ...verdict, frames: answer.frames.length, ms })}\n`);
    });
    return EXIT_OK;
  },
};
