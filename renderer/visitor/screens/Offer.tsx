import { RefreshCw } from 'lucide-react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { clockFace, partLeft, secondsUntil, useHostNow } from '../../state/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CountdownRing } from '../../ui/Countdown.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { PhoneAsks, PhoneReceives } from '../art/scenes.tsx';
import { CodeStage } from '../CodeStage.tsx';
import { useVisiting, useWindowState } from '../kiosk.tsx';
import { offerWords } from '../offer.ts';
import { StaffButton } from '../StaffButton.tsx';
import './offer.css';

const drawings = {
  'phone-asks': <PhoneAsks />,
  'phone-receives': <PhoneReceives />,
  done: <PhoneReceives done />,
};

export function Offer({ step }: { step: StepOf<'offer'> }) {
  const { m, send, waits } = useVisiting();
  const words = offerWords(step, m);
  const drawing = words.stage in drawings ? drawings[words.stage as keyof typeof drawings] : null;
  const coded = words.stage === 'code' || words.stage === 'phone-asks';
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
      actions={
        words.renew && (
          <>
            <StaffButton kind={step.renewable ? 'secondary' : 'primary'} />
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
        )
      }
    >
      <div className="offer-side">
        {coded && step.txCode && (
          <TxCode code={step.txCode} title={words.title === m.offer.codeTitle ? null : m.offer.codeTitle} />
        )}
        {words.stage === 'code' && step.txCodeElsewhere && (
          <Notice tone="info">{m.offer.codeElsewhere}</Notice>
        )}
        {words.stage === 'code' && step.expiresAt !== null && (
          <ValidFor from={step.createdAt ?? step.expiresAt} until={step.expiresAt} />
        )}
        {step.simulated && <p className="hint">{m.offer.simulated}</p>}
      </div>
    </Screen>
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
