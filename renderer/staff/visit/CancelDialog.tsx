import { Dialog } from '../../ui/Dialog.tsx';
import { useSend, useStaffState } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';

/** @param over the visit has its result: it is ended, not called off */
export function CancelDialog({ over, close }: { over: boolean; close: () => void }) {
  const send = useSend();
  const pending = useStaffState((state) => state.pending === 'staff.cancel-visit');
  return (
    <Dialog
      urgent
      title={over ? 'End this visit now?' : 'Cancel this visit?'}
      lead={
        over
          ? 'The visitor’s screen goes back to the start.'
          : 'The visitor’s screen goes back to the start and what was read is wiped. This cannot be undone.'
      }
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
            {over ? 'End the visit' : 'Cancel the visit'}
          </DeskButton>
        </>
      }
    />
  );
}
