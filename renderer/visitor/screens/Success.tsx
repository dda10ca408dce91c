import type { StepOf } from '../../../electron/contract/index.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { DoneScene } from '../art/scenes.tsx';
import { ContinueButton } from '../ContinueButton.tsx';
import { useVisiting } from '../kiosk.tsx';

export function Success({ step }: { step: StepOf<'success'> }) {
  const { m } = useVisiting();
  return (
    <Screen
      title={m.success.title}
      lead={m.success.lead}
      art={<DoneScene />}
      actions={<ContinueButton step="success">{m.success.finish}</ContinueButton>}
    >
      <div className="choices">
        <Notice tone="good" title={m.success.takeDocument} />
        {step.email && <p className="hint">{m.success.email(step.email)}</p>}
      </div>
    </Screen>
  );
}
