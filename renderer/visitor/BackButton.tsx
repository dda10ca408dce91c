import { ArrowLeft } from 'lucide-react';
import type { StepName } from '../../electron/contract/index.ts';
import { Button } from '../ui/Button.tsx';
import { useVisiting } from './kiosk.tsx';

/** Back to the step before, where the host allows it. */
export function BackButton({ step, shown }: { step: StepName; shown: boolean }) {
  const { m, send, waits } = useVisiting();
  if (!shown) return null;
  return (
    <Button
      kind="quiet"
      className="button-back"
      icon={ArrowLeft}
      pointing="back"
      pending={waits('visit.back')}
      onPress={() => void send({ type: 'visit.back', step })}
    >
      {m.common.back}
    </Button>
  );
}
