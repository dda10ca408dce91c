import { X } from 'lucide-react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { timeOfDay } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { DoneScene, PhoneReceives } from '../art/scenes.tsx';
import { ContinueButton } from '../ContinueButton.tsx';
import { useVisiting } from '../kiosk.tsx';
import { successWords } from '../success.ts';

export function Success({ step }: { step: StepOf<'success'> }) {
  const { m, language, send, waits } = useVisiting();
  const asked = step.confirmation === 'missing';
  return (
    <Screen
      {...successWords(step, m)}
      art={asked ? <PhoneReceives /> : <DoneScene />}
      actions={
        <>
          {asked && (
            <Button
              kind="secondary"
              icon={X}
              pending={waits('offer.disown')}
              onPress={() => void send({ type: 'offer.disown' })}
            >
              {m.success.no}
            </Button>
          )}
          <ContinueButton step="success">{asked ? m.success.yes : m.success.finish}</ContinueButton>
        </>
      }
    >
      <div className="choices">
        {!asked && <Notice tone="good" title={m.success.takeDocument} />}
        {step.collectUntil !== undefined && (
          <p className="hint">
            {step.collectUntil === null
              ? m.offer.collectSoon
              : m.offer.collectUntil(timeOfDay(step.collectUntil, language))}
          </p>
        )}
        {step.email && <p className="hint">{m.success.email(step.email)}</p>}
      </div>
    </Screen>
  );
}
