import { ArrowUp, Check } from 'lucide-react';
import { useRef, useState } from 'react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckCard } from '../../ui/Choice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useVisiting } from '../kiosk.tsx';
import { Fields } from '../review/Fields.tsx';
import { askedOf, confirmedFields } from '../review/fields.ts';
import { Pictures } from '../review/Pictures.tsx';
import { WrongDialog } from '../review/WrongDialog.tsx';
import '../review/review.css';

/**
 * What was read, to be compared with what is printed. What no check digit settles is asked for, under one answer. It
 * cannot be edited: a document says what it says.
 */
export function DocumentReview({ step }: { step: StepOf<'document-review'> }) {
  const { m, send, waits } = useVisiting();
  const [wrong, setWrong] = useState(false);
  const [answered, setAnswered] = useState<string | null>(null);
  const [pointed, setPointed] = useState(false);
  const answer = useRef<HTMLInputElement>(null);
  const asked = askedOf(step.fields);
  const open = asked.compare.length > 0 && answered !== asked.key;
  return (
    <Screen
      className="review"
      title={m.review.title}
      art={<Pictures {...step} />}
      actions={
        <>
          <Button kind="secondary" onPress={() => setWrong(true)}>
            {m.review.wrong}
          </Button>
          <Button
            icon={open ? ArrowUp : Check}
            className={open ? 'button-hold' : ''}
            pending={waits('document.submit')}
            onPress={() => {
              if (!open) return void send({ type: 'document.submit', confirmed: confirmedFields(asked) });
              setPointed(true);
              answer.current?.focus();
            }}
          >
            {open ? m.review.confirmFirst(asked.compare.length) : m.review.submit}
          </Button>
        </>
      }
    >
      {asked.compare.length > 0 && (
        <section
          className="review-compare"
          aria-labelledby="review-compare"
          data-pointed={(open && pointed) || undefined}
        >
          <header>
            <h2 id="review-compare">{m.review.compare}</h2>
            <p>{m.review.compareText}</p>
          </header>
          <Fields fields={asked.compare} />
          <CheckCard
            inputRef={answer}
            title={m.review.confirm}
            checked={!open}
            onChange={(yes) => setAnswered(yes ? asked.key : null)}
          />
        </section>
      )}
      {asked.settled.length > 0 && (
        <section className="review-settled" aria-labelledby="review-settled">
          <h2 id="review-settled">{m.review.checked}</h2>
          <Fields fields={asked.settled} />
        </section>
      )}
      {wrong && <WrongDialog close={() => setWrong(false)} />}
    </Screen>
  );
}
