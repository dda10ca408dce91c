import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { CameraState, StepOf } from '../../../electron/contract/index.ts';
import type { Asking, Hint } from '../../camera/index.ts';
import { useParts, useVisiting } from '../kiosk.tsx';
import type { FaceSession } from './session.ts';
import { useCameraRule } from './useCameraRule.ts';

/** The picture by hand is offered after this long, so that nobody depends on the guide. */
const byHandAfter = 10_000;

export interface FaceCaptureView {
  video: RefObject<HTMLVideoElement | null>;
  camera: CameraState;
  hint: Hint | null;
  steady: number;
  /** What the challenge asks for; null while it has not begun. */
  asking: Asking | null;
  unguided: boolean;
  byHand: boolean;
  /** From the shot until the host moved on or asked for another. */
  sending: boolean;
  take: () => void;
  retry: () => void;
}

/** Runs a face session for as long as the screen stands, tells the host of the camera, and sends what was taken. */
export function useFaceCapture(step: StepOf<'face-capture'>): FaceCaptureView {
  const { startFaceSession } = useParts();
  const { send, report } = useVisiting();
  const rule = useCameraRule();
  const video = useRef<HTMLVideoElement>(null);
  const session = useRef<FaceSession>(null);
  const [camera, setCamera] = useState<CameraState>('starting');
  const [{ hint, steady }, setGuide] = useState<{ hint: Hint | null; steady: number }>({
    hint: null,
    steady: 0,
  });
  const [asking, setAsking] = useState<Asking | null>(null);
  const [unguided, setUnguided] = useState(false);
  const [byHand, setByHand] = useState(false);
  const [sending, setSending] = useState(false);

  // Each attempt is a session of its own: the guide starts afresh and takes one picture.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the attempt and its challenge are the reason to begin anew
  useEffect(() => {
    const element = video.current;
    if (!element || step.preparing) return;
    setSending(false);
    setGuide({ hint: null, steady: 0 });
    setAsking(null);
    let over = false;
    const running = startFaceSession(
      element,
      {
        camera: (state, label) => {
          if (over) return;
          setCamera(state);
          void report({ type: 'face.camera', state, label });
        },
        hint: (next, part) => {
          if (!over) setGuide({ hint: next, steady: part });
        },
        asked: (next) => {
          if (!over) setAsking((shown) => (shown && next && sameAsking(shown, next) ? shown : next));
        },
        taken: (frames, answer) => {
          if (over) return;
          setSending(true);
          const photo = { type: 'face.submit', frames: frames.slice(0, 3) } as const;
          void send(answer ? { ...photo, liveness: answer } : photo).then(({ ok }) => {
            if (ok || over) return;
            setSending(false);
            setAsking(null);
            running.retry();
          });
        },
        unguided: () => {
          if (!over) setUnguided(true);
        },
      },
      rule,
      step.challenge,
    );
    session.current = running;
    const timer = setTimeout(() => setByHand(true), byHandAfter);
    return () => {
      over = true;
      clearTimeout(timer);
      session.current = null;
      running.stop();
    };
  }, [startFaceSession, send, report, rule, step.attempt, step.preparing, step.challenge?.id]);

  const take = useCallback(() => session.current?.take(), []);
  const retry = useCallback(() => session.current?.retry(), []);
  return {
    video,
    camera,
    hint,
    steady,
    asking,
    unguided,
    // Who is asked to move is not to be photographed in the middle of it.
    byHand: (byHand || step.attempt > 1) && asking === null,
    sending,
    take,
    retry,
  };
}

function sameAsking(a: Asking, b: Asking): boolean {
  return a.phase === b.phase && a.action === b.action && a.colour === b.colour;
}
