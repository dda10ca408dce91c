import { Keyboard as Keys, RotateCcw, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { ReaderScene } from '../art/readers.tsx';
import { BackButton } from '../BackButton.tsx';
import { chipWords } from '../chip.ts';
import { firstFace } from '../documents.ts';
import { useVisiting } from '../kiosk.tsx';
import { CanEntry } from './CanEntry.tsx';
import { PulseDot } from './PulseDot.tsx';
import './document.css';
import './chip.css';

type Reading = StepOf<'document-reading'>;

/** The chip is read after the page; there is always a way on without it. */
export function ChipReading({ step, canGoBack }: { step: Reading; canGoBack: boolean }) {
  const { m } = useVisiting();
  const [typing, setTyping] = useState(false);
  const canTypeCan = step.chip?.canTypeCan ?? false;
  // Once the host tries a number the entry is over, whatever comes of it.
  useEffect(() => {
    if (!canTypeCan) setTyping(false);
  }, [canTypeCan]);
  if (typing && canTypeCan) return <CanEntry close={() => setTyping(false)} />;

  const words = chipWords(step, m);
  const busy = words.reader === 'busy';
  const percent = step.chip?.state === 'reading' ? step.chip.percent : null;
  return (
    <Screen
      className={`reading chip-reading reading-${words.tone}`}
      title={words.title}
      lead={<p role="status">{words.text}</p>}
      art={<ReaderScene reader="chip" face={firstFace('chip', step.documentType)} busy={busy} />}
      actions={
        <>
          <BackButton step="document-reading" shown={canGoBack && !busy} />
          <SkipChip />
          {words.tone === 'alert' && <RetryChip canTypeCan={canTypeCan} type={() => setTyping(true)} />}
        </>
      }
    >
      {percent === null ? (
        <div className="reading-state">
          {busy ? <Spinner /> : words.tone === 'alert' ? <TriangleAlert aria-hidden="true" /> : <PulseDot />}
          <span>{m.documentTypes[step.documentType]}</span>
        </div>
      ) : (
        <ChipProgress percent={percent} />
      )}
    </Screen>
  );
}

/** Not in a live region: a screen reader tells the value when it is asked for it. */
function ChipProgress({ percent }: { percent: number }) {
  const { m, language } = useVisiting();
  const text = new Intl.NumberFormat(language, { style: 'percent' }).format(percent / 100);
  return (
    <div className="chip-progress">
      <p aria-hidden="true">
        <span>{m.chip.progress}</span>
        <strong>{text}</strong>
      </p>
      <div
        className="chip-progress-line"
        role="progressbar"
        aria-label={m.chip.progress}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
      >
        <span style={{ inlineSize: `${percent}%` }} />
      </div>
    </div>
  );
}

function SkipChip() {
  const { m, send, waits } = useVisiting();
  return (
    <Button
      kind="secondary"
      pending={waits('document.skip-chip')}
      onPress={() => void send({ type: 'document.skip-chip' })}
    >
      {m.chip.skip}
    </Button>
  );
}

function RetryChip({ canTypeCan, type }: { canTypeCan: boolean; type: () => void }) {
  const { m, send, waits } = useVisiting();
  return (
    <>
      {canTypeCan && (
        <Button kind="secondary" className="chip-can" icon={Keys} onPress={type}>
          {m.chip.typeCan}
        </Button>
      )}
      <Button
        icon={RotateCcw}
        pending={waits('document.read-chip')}
        onPress={() => void send({ type: 'document.read-chip', can: null })}
      >
        {m.reading.again}
      </Button>
    </>
  );
}
