import { UserRound } from 'lucide-react';
import { Button } from '../ui/Button.tsx';
import { useVisiting } from './kiosk.tsx';

/** The way to a person, which every failure has. */
export function StaffButton({
  children,
  kind = 'secondary',
}: {
  children?: string;
  kind?: 'primary' | 'secondary' | 'quiet';
}) {
  const { m, send, waits } = useVisiting();
  return (
    <Button
      kind={kind}
      icon={UserRound}
      pending={waits('visit.call-staff')}
      onPress={() => void send({ type: 'visit.call-staff' })}
    >
      {children ?? m.common.askStaff}
    </Button>
  );
}
