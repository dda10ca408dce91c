import type { Check, SequenceFrame } from '../../electron/contract/index.ts';
import {
  framesToIdentify,
  judgeLiveness,
  knownModels,
  sameSitting,
} from '../../electron/host/faces/index.ts';
import type { VisionLink } from '../../electron/host/vision/vision-link.ts';
import { type Answered, CHALLENGE } from './sequence.ts';

export interface Judged {
  readonly check: Check;
  readonly measured: readonly SequenceFrame[];
}

/** Has an answer measured by the vision page and judged, as the host does at a station whose camera is a real one. */
export async function judged(
  vision: VisionLink,
  { asked, answer, reference, tookMs }: Answered,
): Promise<Judged> {
  const frames = answer.frames.map(({ jpeg }) => jpeg);
  const measured = await vision.measureSequence({ reference, frames, identify: framesToIdentify(answer) });
  const check = judgeLiveness({
    challenge: { id: CHALLENGE, actions: asked, seconds: 8, colours: [] },
    answer,
    measured,
    tookMs,
    samePerson: sameSitting(knownModels, vision.state().models?.embedder),
    simulated: false,
  });
  return { check, measured };
}
