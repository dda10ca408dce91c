import { RotateCcw, UserRound } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useCallStaff } from '../help.tsx';
import { useVisiting } from '../kiosk.tsx';

/** What can be done when a value is wrong: it is read once more, or a person looks at it. It is never typed over. */
export function WrongDialog({ close }: { close: () => void }) {
  const { m, send, waits } = useVisiting();
  const callStaff = useCallStaff();
  return (
    <Dialog
      title={m.review.wrongTitle}
      lead={m.review.wrongLead}
      onDismiss={close}
      actions={
        <div className="choices">
          <Choice
            icon={<RotateCcw aria-hidden="true" />}
            title={m.review.readAgain}
            text={m.review.readAgainText}
            pending={waits('document.read-again')}
            onPress={() => void send({ type: 'document.read-again' })}
          />
          <Choice
            icon={<UserRound aria-hidden="true" />}
            title={m.common.askStaff}
            text={m.review.staffText}
            pending={waits('visit.call-staff')}
            onPress={async () => {
              await callStaff();
              close();
            }}
          />
          <Button kind="quiet" onPress={close}>
            {m.common.back}
          </Button>
        </div>
      }
    />
  );
}
