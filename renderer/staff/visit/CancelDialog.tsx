import { Dialog } from '../../ui/Dialog.tsx';
import { useSend, useStaffState } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';

export function CancelDialog({ close }: { close: () => void }) {
  const send = useSend();
  const pending = useStaffState((state) => state.pending === 'staff.cancel-visit');
  return (
    <Dialog
      urgent
      title="Cancel this visit?"
      lead="The visitor’s screen goes back to the start and what was read is wiped. This cannot be undone."
      onDismiss={close}
      actions={
        <>
          <DeskButton onPress={close}>Keep the visit</DeskButton>
          <DeskButton
            kind="danger"
            testId="confirm-cancel"
            pending={pending}
            onPress={async () => {
              await send({ type: 'staff.cancel-visit' });
              close();
            }}
          >
            Cancel the visit
          </DeskButton>
        </>
      }
    />
  );
}
