import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { PersonScene } from '../art/scenes.tsx';
import { ContinueButton } from '../ContinueButton.tsx';
import { useVisiting } from '../kiosk.tsx';

/** Says that, and never why: which check failed is for staff alone (NIST SP 800-63A-4). */
export function Refused() {
  const { m } = useVisiting();
  return (
    <Screen
      title={m.refused.title}
      lead={m.refused.lead}
      art={<PersonScene />}
      actions={<ContinueButton step="refused">{m.refused.finish}</ContinueButton>}
    >
      <div className="choices">
        <Notice tone="info">{m.referred.takeDocument}</Notice>
      </div>
    </Screen>
  );
}
