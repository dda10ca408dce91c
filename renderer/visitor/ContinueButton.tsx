import { ArrowRight } from 'lucide-react';
import type { StepName } from '../../electron/contract/index.ts';
import { Button } from '../ui/Button.tsx';
import { useVisiting } from './kiosk.tsx';

/** The plain way on from a step that asks for nothing. */
export function ContinueButton({
  step,
  children,
  kind = 'primary',
}: {
  step: StepName;
  children?: string;
  kind?: 'primary' | 'secondary' | 'quiet';
}) {
  const { m, send, waits } = useVisiting();
  return (
    <Button
      kind={kind}
      icon={ArrowRight}
      pointing="forward"
      pending={waits('visit.continue')}
      onPress={() => void send({ type: 'visit.continue', step })}
    >
      {children ?? m.common.continue}
    </Button>
  );
}
