import { Camera, CameraOff, RotateCcw, UserRound } from 'lucide-react';
import type { LivenessAction, StepOf } from '../../../electron/contract/index.ts';
import type { Asking } from '../../camera/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { BackButton } from '../BackButton.tsx';
import { AskedMark } from '../face/AskedMark.tsx';
import { useFaceCapture } from '../face/useFaceCapture.ts';
import { useVisiting } from '../kiosk.tsx';
import './face.css';

/** The live picture, mirrored as people know themselves; what is sent is not mirrored. */
export function FaceCapture({ step, canGoBack }: { step: StepOf<'face-capture'>; canGoBack: boolean }) {
  const { m, send, waits } = useVisiting();
  const { video, camera, hint, steady, asking, unguided, byHand, sending, take, retry } =
    useFaceCapture(step);
  const asked = askedOf(step, asking);
  const live = camera === 'live';
  const trouble = troubleOf(camera, m.face);
  const sentence = sending
    ? m.face.taken
    : !live
      ? m.face.starting
      : unguided
        ? m.face.guideMissing
        : asking
          ? asked
            ? m.face.asks[asked]
            : asking.phase === 'return'
              ? m.face.lookAgain
              : m.face.hints['hold-still']
          : hint
            ? m.face.hints[hint]
            : m.face.title;
  return (
    <Screen
      className="face"
      title={trouble ? trouble.title : m.face.title}
      lead={
        step.problem && !trouble ? (
          <Notice tone="alert" title={m.face.problems[step.problem]} live>
            {m.face.cures[step.problem]}
          </Notice>
        ) : (
          trouble && <p>{trouble.text}</p>
        )
      }
      art={
        <div
          className="face-stage"
          data-state={sending ? 'sending' : hint === 'ready' || asking ? 'ready' : live ? 'live' : 'off'}
        >
          {asking && asking.colour !== null && (
            <span className="face-light" style={{ background: step.challenge?.colours[asking.colour] }} />
          )}
          <video ref={video} className="face-video" muted playsInline autoPlay aria-label={m.face.video} />
          <Oval steady={sending ? 1 : (partDone(step, asking) ?? steady)} />
          {live && !sending && asked && <AskedMark action={asked} />}
          {(!live || sending) && (
            <span className="face-cover">
              {trouble ? <CameraOff aria-hidden="true" /> : <Spinner large />}
            </span>
          )}
        </div>
      }
      actions={
        <>
          <BackButton step="face-capture" shown={canGoBack && !sending} />
          <Button
            kind="secondary"
            icon={UserRound}
            pending={waits('face.decline')}
            onPress={() => void send({ type: 'face.decline' })}
          >
            {m.faceGuidance.decline}
          </Button>
          {trouble ? (
            <Button icon={RotateCcw} onPress={retry}>
              {m.face.tryCamera}
            </Button>
          ) : (
            (byHand || unguided) && (
              <Button icon={Camera} disabled={!live} pending={sending} onPress={take}>
                {m.face.takeNow}
              </Button>
            )
          )}
        </>
      }
    >
      {!trouble && (
        <p
          className="face-hint"
          aria-live="assertive"
          aria-atomic="true"
          data-ready={(asking ? asking.phase !== 'act' : hint === 'ready') || undefined}
        >
          {sentence}
        </p>
      )}
      {asking && !trouble && !sending && <p className="hint">{m.face.cannot}</p>}
      {step.attempt > 1 && <p className="hint">{m.common.attemptOf(step.attempt, step.attempts)}</p>}
    </Screen>
  );
}

/** The action that is asked for at this moment; null when none is. */
function askedOf({ challenge }: StepOf<'face-capture'>, asking: Asking | null): LivenessAction | null {
  if (asking?.phase !== 'act' || asking.action === null) return null;
  return challenge?.actions[asking.action] ?? null;
}

/** Share of the challenge that is over; null while it has not begun. */
function partDone({ challenge }: StepOf<'face-capture'>, asking: Asking | null): number | null {
  if (!challenge || !asking) return null;
  const { actions } = challenge;
  const done = asking.action ?? actions.length;
  return (done + (asking.phase === 'return' ? 1 : 0)) / actions.length;
}

function troubleOf(
  camera: StepOf<'face-capture'>['camera'],
  face: {
    lost: string;
    lostText: string;
    denied: string;
    deniedText: string;
    none: string;
    noneText: string;
  },
) {
  if (camera === 'lost') return { title: face.lost, text: face.lostText };
  if (camera === 'denied') return { title: face.denied, text: face.deniedText };
  return camera === 'none' ? { title: face.none, text: face.noneText } : null;
}

/** The oval fills along its edge while all is well; at the end the picture is taken. */
function Oval({ steady }: { steady: number }) {
  return (
    <svg className="face-oval" viewBox="0 0 300 400" aria-hidden="true">
      <ellipse cx="150" cy="200" rx="140" ry="190" className="face-oval-track" />
      <path
        d="M150 10A140 190 0 0 1 150 390A140 190 0 0 1 150 10"
        className="face-oval-left"
        data-empty={steady === 0 || undefined}
        pathLength={100}
        strokeDasharray="100"
        strokeDashoffset={100 - 100 * steady}
      />
    </svg>
  );
}
