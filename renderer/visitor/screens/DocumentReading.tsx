import { RotateCcw, ScanLine, TriangleAlert } from 'lucide-react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { ReaderScene } from '../art/readers.tsx';
import { TurnScene } from '../art/turn.tsx';
import { BackButton } from '../BackButton.tsx';
import { dataFace, firstFace, wantedFace } from '../documents.ts';
import { useVisiting } from '../kiosk.tsx';
import { readingWords, type ScanButton, scanButton } from '../reading.ts';
import { StaffButton } from '../StaffButton.tsx';
import { ChipReading } from './ChipReading.tsx';
import { PulseDot } from './PulseDot.tsx';
import './document.css';

/** Every state of the reader is a state of this screen, and the chip's come after them. */
export function DocumentReading(props: { step: StepOf<'document-reading'>; canGoBack: boolean }) {
  return props.step.phase === 'chip' ? <ChipReading {...props} /> : <PageReading {...props} />;
}

function PageReading({ step, canGoBack }: { step: StepOf<'document-reading'>; canGoBack: boolean }) {
  const { m } = useVisiting();
  const words = readingWords(step, m);
  const busy = words.reader === 'busy';
  return (
    <Screen
      className={`reading reading-${words.tone}`}
      title={words.title}
      lead={<p role="status">{words.text}</p>}
      art={<ReadingArt step={step} busy={busy} />}
      actions={!busy && <ReadingActions step={step} canGoBack={canGoBack} />}
    >
      <div className="reading-state">
        {busy ? <Spinner /> : words.tone === 'alert' ? <TriangleAlert aria-hidden="true" /> : <PulseDot />}
        <span>
          {step.phase === 'turn-over'
            ? m.reading.sideOf(2, 2)
            : step.phase === 'problem' || step.attempt > 1
              ? m.common.attemptOf(step.attempt, step.attempts)
              : m.documentTypes[step.documentType]}
        </span>
      </div>
    </Screen>
  );
}

function ReadingArt({ step, busy }: { step: StepOf<'document-reading'>; busy: boolean }) {
  const { phase, reader, documentType, wants } = step;
  if (phase === 'turn-over')
    return <TurnScene from={wants === 'portrait' ? dataFace(documentType) : 'photo'} to={wantedFace(step)} />;
  const shown = phase === 'no-reader' ? 'none' : reader;
  return <ReaderScene reader={shown} face={firstFace(reader, documentType)} busy={busy} />;
}

function ReadingActions({ step, canGoBack }: { step: StepOf<'document-reading'>; canGoBack: boolean }) {
  const { m, send, waits } = useVisiting();
  const { phase, wants, wayOn } = step;
  const scan = scanButton(step);
  return (
    <>
      <BackButton step="document-reading" shown={canGoBack} />
      {wayOn && (
        <StaffButton kind={phase === 'no-reader' ? 'primary' : 'secondary'}>
          {m.reading.withStaff}
        </StaffButton>
      )}
      {phase === 'turn-over' && (
        <Button
          kind="secondary"
          pending={waits('document.skip-side')}
          onPress={() => void send({ type: 'document.skip-side' })}
        >
          {wants === 'portrait' ? m.reading.withoutSide : m.reading.noOtherSide}
        </Button>
      )}
      {scan && <Scan {...scan} />}
      {phase === 'problem' && !scan?.again && (
        <Button
          icon={RotateCcw}
          pending={waits('document.read-again')}
          onPress={() => void send({ type: 'document.read-again' })}
        >
          {m.reading.again}
        </Button>
      )}
    </>
  );
}

function Scan({ kind, notYet, again }: ScanButton) {
  const { m, send, waits } = useVisiting();
  return (
    <Button
      kind={kind}
      icon={again ? RotateCcw : ScanLine}
      disabled={notYet}
      pending={waits('document.scan')}
      onPress={() => void send({ type: 'document.scan' })}
    >
      {notYet ? m.reading.scannerNotYet : again ? m.reading.again : m.reading.scanNow}
    </Button>
  );
}
