import { type Hint, startFaceCapture } from '../../camera/index.ts';
import type { FaceHint, StartFaceSession } from './session.ts';

/** The guide names what is wrong; the visitor is told what to do about it. */
const words: Record<Hint, FaceHint> = {
  'no-face': 'no-face',
  'several-faces': 'several-faces',
  nearer: 'too-far',
  further: 'too-close',
  centre: 'off-centre',
  'look-straight': 'turn-straight',
  'too-dark': 'too-dark',
  'too-bright': 'too-bright',
  'hold-still': 'moving',
  ready: 'ready',
};

export const startFaceSession: StartFaceSession = (video, events) =>
  startFaceCapture(video, {
    camera: events.camera,
    hint: (hint, steady) => events.hint(hint && words[hint], steady),
    taken: events.taken,
    unguided: events.unguided,
  });
