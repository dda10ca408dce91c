import { useRef } from 'react';
import { partLeft, secondsUntil, useHostNow } from '../../state/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CountdownRing } from '../../ui/Countdown.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useVisiting, useWindowState } from '../kiosk.tsx';
import './overlays.css';

/** WCAG 2.2.1: the person is warned, and one touch gives the whole time again. */
export function StillThere({ endsAt }: { endsAt: number }) {
  const { m, send, waits } = useVisiting();
  const offset = useWindowState((state) => state.clockOffset);
  const now = useHostNow(offset);
  const startedAt = useRef(now);
  const left = secondsUntil(endsAt, now);
  return (
    <Dialog
      urgent
      title={m.stillThere.title}
      lead={m.stillThere.lead}
      onDismiss={() => void send({ type: 'visit.still-here' })}
      art={
        <CountdownRing className="countdown-large" part={partLeft(startedAt.current, endsAt, now)}>
          {left}
        </CountdownRing>
      }
      actions={
        <>
          <Button pending={waits('visit.still-here')} onPress={() => void send({ type: 'visit.still-here' })}>
            {m.stillThere.stay}
          </Button>
          <Button
            kind="secondary"
            pending={waits('visit.cancel')}
            onPress={() => void send({ type: 'visit.cancel' })}
          >
            {m.stillThere.end}
          </Button>
        </>
      }
    >
      <p className="visually-hidden" aria-live="polite">
        {left % 10 === 0 ? m.common.secondsLeft(left) : ''}
      </p>
    </Dialog>
  );
}
