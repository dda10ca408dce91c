import { ShieldCheck, UserRound } from 'lucide-react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { Screen } from '../../ui/Screen.tsx';
import { StepIcon } from '../art/scenes.tsx';
import { BackButton } from '../BackButton.tsx';
import { ContinueButton } from '../ContinueButton.tsx';
import { useVisiting } from '../kiosk.tsx';
import { StaffButton } from '../StaffButton.tsx';
import './introduction.css';

/** What happens, how long it takes, what is kept, and the way without biometrics. */
export function Introduction({ step, canGoBack }: { step: StepOf<'introduction'>; canGoBack: boolean }) {
  const { m } = useVisiting();
  const parts = [
    { kind: 'document', title: m.introduction.scan, text: m.introduction.scanText },
    { kind: 'face', title: m.introduction.photo, text: m.introduction.photoText },
    { kind: 'phone', title: m.introduction.receive, text: m.introduction.receiveText },
  ] as const;
  return (
    <Screen
      title={m.introduction.title}
      lead={m.introduction.minutes(step.minutes)}
      className="introduction"
      art={
        <ol className="introduction-parts">
          {parts.map(({ kind, title, text }) => (
            <li key={kind}>
              <StepIcon of={kind} />
              <div>
                <h2>{title}</h2>
                <p>{text}</p>
              </div>
            </li>
          ))}
        </ol>
      }
      actions={
        <>
          <BackButton step="introduction" shown={canGoBack} />
          <StaffButton>{m.introduction.otherAction}</StaffButton>
          <ContinueButton step="introduction">{m.introduction.start}</ContinueButton>
        </>
      }
    >
      <div className="promises">
        <div className="promise">
          <ShieldCheck aria-hidden="true" />
          <div>
            <h2>{m.introduction.keptTitle}</h2>
            <p>{m.introduction.kept(step.organisation, step.retentionHours)}</p>
          </div>
        </div>
        <div className="promise">
          <UserRound aria-hidden="true" />
          <div>
            <h2>{m.introduction.otherTitle}</h2>
            <p>{m.introduction.other}</p>
          </div>
        </div>
      </div>
    </Screen>
  );
}
