import { ArrowRight, ScanFace, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckCard, RadioCard } from '../../ui/Choice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { BackButton } from '../BackButton.tsx';
import { useVisiting } from '../kiosk.tsx';
import './consent.css';

/** Two consents, given apart from each other; none is given beforehand, and "no" is as large as "yes". */
export function Consent({ step, canGoBack }: { step: StepOf<'consent'>; canGoBack: boolean }) {
  const { m, send, waits } = useVisiting();
  const { terms, biometric } = step;
  // An answer belongs to the text it was given to: another hash, another answer.
  const [agreed, setAgreed] = useState<string | null>(null);
  const [answer, setAnswer] = useState<{ hash: string; yes: boolean } | null>(null);
  const termsGiven = agreed === terms.hash;
  const compare = answer?.hash === biometric.hash ? answer.yes : null;
  const complete = termsGiven && compare !== null;
  return (
    <Screen
      layout="stack"
      className="consent"
      title={m.consent.title}
      lead={m.consent.lead}
      actions={
        <>
          <BackButton step="consent" shown={canGoBack} />
          <Button
            icon={ArrowRight}
            pointing="forward"
            disabled={!complete}
            pending={waits('consent.give')}
            onPress={() => {
              if (compare === null) return;
              void send({
                type: 'consent.give',
                terms: true,
                biometric: compare,
                termsHash: terms.hash,
                biometricHash: biometric.hash,
              });
            }}
          >
            {complete ? m.common.continue : m.consent.answerBoth}
          </Button>
        </>
      }
    >
      <section className="consent-part">
        <Text text={terms} />
        <CheckCard
          title={m.consent.termsYes}
          checked={termsGiven}
          onChange={(on) => setAgreed(on ? terms.hash : null)}
        />
      </section>
      <section className="consent-part">
        <Text text={biometric} />
        <fieldset className="consent-answers">
          <legend className="visually-hidden">{m.consent.biometricQuestion}</legend>
          <RadioCard
            name="biometric"
            title={m.consent.biometricYes}
            icon={<ScanFace aria-hidden="true" />}
            checked={compare === true}
            onChoose={() => setAnswer({ hash: biometric.hash, yes: true })}
          />
          <RadioCard
            name="biometric"
            title={m.consent.biometricNo}
            text={m.consent.biometricNoText}
            icon={<UserRound aria-hidden="true" />}
            checked={compare === false}
            onChoose={() => setAnswer({ hash: biometric.hash, yes: false })}
          />
        </fieldset>
      </section>
    </Screen>
  );
}

function Text({ text }: { text: StepOf<'consent'>['terms'] }) {
  const { m } = useVisiting();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keys (WCAG 2.1.1)
    <section className="consent-text" aria-label={text.title} tabIndex={0}>
      <h2>{text.title}</h2>
      {text.paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <p className="consent-version">{m.consent.version(text.version)}</p>
    </section>
  );
}
