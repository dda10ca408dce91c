import { CircleHelp, Layers, OctagonX, RefreshCw, Wifi } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { timeOfDay } from '../../i18n/index.ts';
import { clockFace, partLeft, secondsUntil, useHostNow } from '../../state/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CountdownRing } from '../../ui/Countdown.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { PhoneAsks, PhoneReceives } from '../art/scenes.tsx';
import { CodeStage } from '../CodeStage.tsx';
import { ContinueButton } from '../ContinueButton.tsx';
import { useVisiting, useWindowState } from '../kiosk.tsx';
import { type OfferWords, offerWords } from '../offer.ts';
import { canBeHelped, type PhoneTrouble } from '../phone-trouble.ts';
import { StaffButton } from '../StaffButton.tsx';
import { PhoneHelp } from './PhoneHelp.tsx';
import './offer.css';

type OfferStep = StepOf<'offer'>;

const drawings = {
  'phone-asks': <PhoneAsks />,
  'phone-receives': <PhoneReceives />,
  done: <PhoneReceives done />,
};

export function Offer({ step }: { step: OfferStep }) {
  const { m } = useVisiting();
  const [help, setHelp] = useState<PhoneTrouble | 'list' | null>(null);
  // What the phone did meanwhile is the better answer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the state is what it waits for
  useEffect(() => setHelp(null), [step.state]);
  if (help && canBeHelped(step))
    return (
      <PhoneHelp
        step={step}
        trouble={help === 'list' ? null : help}
        choose={setHelp}
        close={() => setHelp(null)}
      />
    );
  const words = offerWords(step, m);
  const drawing = words.stage in drawings ? drawings[words.stage as keyof typeof drawings] : null;
  return (
    <Screen
      className="offer"
      title={words.title}
      lead={<p role="status">{words.text}</p>}
      art={
        <CodeStage
          uri={words.stage === 'code' ? step.offerUri : null}
          drawing={drawing}
          trouble={words.stage === 'trouble'}
        />
      }
      actions={<Actions step={step} words={words} help={setHelp} />}
    >
      <Side step={step} words={words} />
    </Screen>
  );
}

function Actions({
  step,
  words,
  help,
}: {
  step: OfferStep;
  words: OfferWords;
  help: (trouble: PhoneTrouble | 'list') => void;
}) {
  const { m, send, waits } = useVisiting();
  if (words.renew)
    return (
      <>
        <StaffButton kind={step.renewable ? 'secondary' : 'primary'} />
        {step.otherForms && (
          <Button
            kind="secondary"
            icon={Layers}
            pending={waits('offer.other')}
            onPress={() => void send({ type: 'offer.other' })}
          >
            {m.phone.otherForm}
          </Button>
        )}
        {step.renewable && (
          <Button
            icon={RefreshCw}
            pending={waits('offer.renew')}
            onPress={() => void send({ type: 'offer.renew' })}
          >
            {m.offer.renew}
          </Button>
        )}
      </>
    );
  if (step.state === 'deferred') return <ContinueButton step="offer">{m.offer.goOn}</ContinueButton>;
  if (!canBeHelped(step)) return null;
  return (
    <>
      {step.state === 'waiting' && step.wifi && (
        <Button kind="secondary" icon={Wifi} onPress={() => help('offline')}>
          {m.pairing.wifi(step.wifi.ssid)}
        </Button>
      )}
      {step.disownable && (
        <Button kind="secondary" icon={OctagonX} onPress={() => help('used')}>
          {m.offer.notMine}
        </Button>
      )}
      <Button kind="secondary" icon={CircleHelp} onPress={() => help('list')}>
        {m.offer.trouble}
      </Button>
    </>
  );
}

function Side({ step, words }: { step: OfferStep; words: OfferWords }) {
  const { m, language } = useVisiting();
  const organisation = useWindowState((state) => state.snapshot?.station.organisation ?? '');
  const coded = words.stage === 'code' || words.stage === 'phone-asks';
  return (
    <div className="offer-side">
      {coded && step.txCode && (
        <TxCode code={step.txCode} title={words.title === m.offer.codeTitle ? null : m.offer.codeTitle} />
      )}
      {words.stage === 'code' && step.txCodeElsewhere && <Notice tone="info">{m.offer.codeElsewhere}</Notice>}
      {words.stage === 'code' && step.expiresAt !== null && (
        <ValidFor from={step.createdAt ?? step.expiresAt} until={step.expiresAt} />
      )}
      {step.phoneClock && <Notice tone="alert">{m.offer.clock}</Notice>}
      {step.state === 'deferred' && (
        <Notice tone="info">
          {step.collectUntil
            ? m.offer.collectUntil(timeOfDay(step.collectUntil, language))
            : m.offer.collectSoon}
        </Notice>
      )}
      {words.stage === 'code' && step.unlisted && (
        <Notice tone="info">{m.offer.unlisted(organisation)}</Notice>
      )}
      {step.simulated && <p className="hint">{m.offer.simulated}</p>}
    </div>
  );
}

function TxCode({ code, title }: { code: string; title: string | null }) {
  return (
    <div className="tx-code">
      {title && <p>{title}</p>}
      <p className="tx-digits" dir="ltr">
        {code.length === 6 ? (
          <>
            <span>{code.slice(0, 3)}</span>
            <span>{code.slice(3)}</span>
          </>
        ) : (
          <span>{code}</span>
        )}
      </p>
    </div>
  );
}

function ValidFor({ from, until }: { from: number; until: number }) {
  const { m } = useVisiting();
  const now = useHostNow(useWindowState((state) => state.clockOffset));
  return (
    <div className="valid-for">
      <CountdownRing part={partLeft(from, until, now)}>{clockFace(secondsUntil(until, now))}</CountdownRing>
      <p>{m.offer.validFor}</p>
    </div>
  );
}
