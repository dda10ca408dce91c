import { UserRound } from 'lucide-react';
import { Button } from '../ui/Button.tsx';
import { useCallStaff } from './help.tsx';
import { useVisiting } from './kiosk.tsx';

/** The way to a person, which every failure has. */
export function StaffButton({
  children,
  kind = 'secondary',
}: {
  children?: string;
  kind?: 'primary' | 'secondary' | 'quiet';
}) {
  const { m, waits } = useVisiting();
  const callStaff = useCallStaff();
  return (
    <Button kind={kind} icon={UserRound} pending={waits('visit.call-staff')} onPress={() => void callStaff()}>
      {children ?? m.common.askStaff}
    </Button>
  );
}
