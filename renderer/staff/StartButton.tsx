import { UserRoundPlus } from 'lucide-react';
import { useSend, useStaffState } from './desk.tsx';
import { DeskButton } from './parts/DeskButton.tsx';

export function StartButton({ disabled = false }: { disabled?: boolean }) {
  const send = useSend();
  const pending = useStaffState((state) => state.pending === 'staff.start-visit');
  return (
    <DeskButton
      kind="primary"
      icon={UserRoundPlus}
      testId="start-visit"
      pending={pending}
      disabled={disabled}
      onPress={() => void send({ type: 'staff.start-visit' })}
    >
      Start a visit
    </DeskButton>
  );
}
