import { RotateCcw, TriangleAlert } from 'lucide-react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { ReaderScene } from '../art/readers.tsx';
import { BackButton } from '../BackButton.tsx';
import { useVisiting } from '../kiosk.tsx';
import { readingWords } from '../reading.ts';
import { StaffButton } from '../StaffButton.tsx';

/** Every state of the reader is a state of this screen. */
export function DocumentReading({
  step,
  canGoBack,
}: {
  step: StepOf<'document-reading'>;
  canGoBack: boolean;
}) {
  const { m, send, waits } = useVisiting();
  const words = readingWords(step, m);
  const busy = words.reader === 'busy';
  return (
    <Screen
      className={`reading reading-${words.tone}`}
      title={words.title}
      lead={<p role="status">{words.text}</p>}
      art={<ReaderScene reader={step.phase === 'no-reader' ? 'none' : step.reader} busy={busy} />}
      actions={
        !busy && (
          <>
            <BackButton step="document-reading" shown={canGoBack} />
            {step.wayOn && (
              <StaffButton kind={step.phase === 'no-reader' ? 'primary' : 'secondary'}>
                {m.reading.withStaff}
              </StaffButton>
            )}
            {step.phase === 'problem' && (
              <Button
                icon={RotateCcw}
                pending={waits('document.read-again')}
                onPress={() => void send({ type: 'document.read-again' })}
              >
                {m.reading.again}
              </Button>
            )}
          </>
        )
      }
    >
      <div className="reading-state">
        {busy ? <Spinner /> : words.tone === 'alert' ? <TriangleAlert aria-hidden="true" /> : <PulseDot />}
        <span>
          {step.phase === 'problem' || step.attempt > 1
            ? m.common.attemptOf(step.attempt, step.attempts)
            : m.documentTypes[step.documentType]}
        </span>
      </div>
    </Screen>
  );
}

function PulseDot() {
  return (
    <svg className="pulse-dot" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="7" fill="currentColor" />
    </svg>
  );
}
