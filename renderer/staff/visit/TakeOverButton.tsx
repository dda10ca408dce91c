import { HandHelping } from 'lucide-react';
import { useSend, useStaffState } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';
import type { StaffVisit } from '../words/decision.ts';

/** From these steps on the visit is decided, or waits for staff already. */
const settled: ReadonlySet<StaffVisit['step']> = new Set([
  'offer',
  'proof',
  'success',
  'referred',
  'refused',
  'ended',
]);

/** Goes on with the visitor in person: for who cannot or will not use the reader or the camera. */
export function TakeOverButton({ step }: { step: StaffVisit['step'] }) {
  const send = useSend();
  const pending = useStaffState((state) => state.pending === 'staff.take-over');
  if (settled.has(step)) return null;
  return (
    <DeskButton
      kind="secondary"
      icon={HandHelping}
      testId="take-over"
      pending={pending}
      onPress={() => void send({ type: 'staff.take-over' })}
    >
      Take over
    </DeskButton>
  );
}
