import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { specimen, specimenIds } from '../e2e/demo/specimens.ts';
import { connect } from '../e2e/kiosk/client.ts';
import type { StepName } from '../electron/contract/index.ts';
import type { VisionLink } from '../electron/host/vision/vision-link.ts';
import { type Desk, openDesk } from './lib/desk.ts';
import { openEngine, timed } from './lib/engine.ts';
import { resourcesFolder } from './lib/station.ts';
import { quantile } from './lib/stats.ts';
import { progress, type Suite } from './lib/suite.ts';
import { ms } from './lib/table.ts';
import { type Frame, framesOf, send, type Visitor, visitUntil } from './lib/visit.ts';

interface Decision {
  kept: number;
  told: number;
  /** The screen it led to, and what staff see of the comparison: the visitor is not told which check failed. */
  step: StepName;
  match: string;
}

/** Sends a selfie and waits for what comes of it. Times are milliseconds from the sending. */
async function decideOn({ staff }: Desk, visitor: Visitor, frames: Frame[]): Promise<Decision> {
  const before = performance.now();
  await send(visitor, { type: 'face.submit', frames });
  const kept = performance.now() - before;
  await visitor.until(({ step }) => step.name !== 'face-capture');
  const { step, revision } = await visitor.until(({ step }) => step.name !== 'deciding');
  const told = performance.now() - before;
  const { visit } = await staff.until((now) => now.revision >= revision);
  const match = visit?.checks.find(({ check }) => check === 'face-match')?.outcome ?? 'not-checked';
  return { kept, told, step: step.name, match };
}

/** The work the face engine has in a decision, done by a second one over a channel like the host's. */
async function measureEngine(vision: VisionLink, person: string, frames: Frame[]) {
  const page = readFileSync(join(resourcesFolder(), 'specimens', person, 'page.jpg'));
  const crop = await vision.cropPortrait(new Uint8Array(page));
  if (crop.outcome !== 'found') throw new Error(`no portrait: ${crop.reason}`);
  const analysed = await timed(async () => {
    for (const frame of frames) await vision.analyse(frame);
  });
  const compared = await timed(() => vision.compare(crop.portrait, frames));
  if (compared.value.outcome !== 'compared') throw new Error('the face engine did not compare');
  return { analyse: analysed.took, compare: compared.took };
}

/** Closes the visit, wherever the decision led it. */
async function endVisit(visitor: Visitor, { step }: Decision) {
  if (step !== 'referred' && step !== 'refused') await send(visitor, { type: 'visit.cancel' });
  else await send(visitor, { type: 'visit.continue', step });
  await visitor.until(({ step }) => step.name === 'ended');
}

/** In every visit a wrong person first, where there is another, and then the right one; beside it the engine alone. */
async function decideInVisits(desk: Desk, vision: VisionLink, count: number) {
  const people = specimenIds();
  const visitor = await connect('visitor', await desk.kiosk.address('visitor'));
  const right: (Decision & { analyse: number; compare: number })[] = [];
  const wrong: Decision[] = [];
  // The first visit is not counted: the engine's first comparison compiles its shaders.
  for (let index = 0; index <= count; index += 1) {
    if (index % 6 === 0) progress(`decision ${index} of ${count}`);
    const person = people[index % people.length]!;
    const other = people[(index + 1) % people.length]!;
    const guest = { specimen: specimen(person), frames: framesOf(person) };
    await visitUntil(desk, visitor, guest, 'face-capture');
    await send(visitor, { type: 'face.camera', state: 'live', label: 'Specimen camera' });
    const impostor = other === person ? null : await decideOn(desk, visitor, framesOf(other));
    if (impostor && impostor.step !== 'face-capture')
      throw new Error(`a wrong person came to ${impostor.step}`);
    const genuine = await decideOn(desk, visitor, guest.frames);
    await endVisit(visitor, genuine);
    const engine = await measureEngine(vision, person, guest.frames);
    if (index === 0) continue;
    right.push({ ...genuine, ...engine });
    if (impostor) wrong.push(impostor);
  }
  visitor.close();
  return { right, wrong };
}

/** From a selfie sent to the decision told. */
export const run: Suite = async ({ decisions: count }) => {
  const desk = await openDesk({ vision: true });
  const engine = await openEngine().catch(async (error) => {
    await desk.close();
    throw error;
  });
  const { right, wrong } = await decideInVisits(desk, engine.vision, count).finally(async () => {
    await engine.close();
    await desk.close();
  });
  const failures: string[] = [];
  const unseen = right.filter(({ step, match }) => step !== 'offer' || match !== 'passed').length;
  if (unseen > 0) failures.push(`${unseen} of ${right.length} right persons were not accepted`);
  const missed = wrong.filter(({ match }) => match !== 'failed').length;
  if (missed > 0) failures.push(`${missed} of ${wrong.length} wrong persons were not told apart`);
  const total = quantile(
    right.map(({ told }) => told),
    0.5,
  );
  const row = (name: string, values: number[], share = true) => [
    name,
    ms(quantile(values, 0.5)),
    ms(quantile(values, 0.95)),
    share ? `${Math.round((100 * quantile(values, 0.5)) / total)} %` : '–',
  ];
  return [
    {
      title: `Deciding (${right.length} right and ${wrong.length} wrong persons, three frames of 640 × 480 each)`,
      columns: ['ms', 'p50', 'p95', 'share'],
      rows: [
        row(
          'selfie sent → decision told, right person',
          right.map(({ told }) => told),
        ),
        row(
          '   selfie sent → kept in the vault',
          right.map(({ kept }) => kept),
        ),
        row(
          '   analysing the frames, face engine',
          right.map(({ analyse }) => analyse),
        ),
        row(
          '   comparing them with the portrait, face engine',
          right.map(({ compare }) => compare),
        ),
        ...(wrong.length > 0
          ? [
              row(
                'selfie sent → asked for another, wrong person',
                wrong.map(({ told }) => told),
                false,
              ),
            ]
          : []),
      ],
      notes: [
        'A client without a screen; what the window draws afterwards is not in it. The engine’s parts are a second',
        'engine’s, for the same pictures, right after each decision.',
      ],
      failures,
    },
  ];
};
