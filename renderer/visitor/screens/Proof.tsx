import type { StepOf } from '../../../electron/contract/index.ts';
import { Screen } from '../../ui/Screen.tsx';
import { PhoneAsks, PhoneReceives } from '../art/scenes.tsx';
import { CodeStage } from '../CodeStage.tsx';
import { ContinueButton } from '../ContinueButton.tsx';
import { useVisiting } from '../kiosk.tsx';
import './offer.css';

/** The wallet shows the credential it has just received. */
export function Proof({ step }: { step: StepOf<'proof'> }) {
  const { m } = useVisiting();
  const words = {
    waiting: [m.proof.title, step.requestUri ? m.proof.lead : m.proof.preparing],
    scanned: [m.proof.scanned, m.proof.scannedText],
    presented: [m.proof.presented, m.proof.presentedText],
    failed: [m.proof.failed, m.proof.failedText],
  }[step.state];
  const drawing =
    step.state === 'scanned' ? <PhoneAsks /> : step.state === 'presented' ? <PhoneReceives done /> : null;
  return (
    <Screen
      className="offer"
      title={words[0]!}
      lead={<p role="status">{words[1]}</p>}
      art={
        <CodeStage
          uri={step.state === 'waiting' ? step.requestUri : null}
          drawing={drawing}
          trouble={step.state === 'failed'}
        />
      }
      actions={
        step.state === 'failed' ? (
          <ContinueButton step="proof" />
        ) : (
          step.state !== 'presented' && (
            <ContinueButton step="proof" kind="secondary">
              {m.proof.skip}
            </ContinueButton>
          )
        )
      }
    />
  );
}
