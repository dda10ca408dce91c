import { Dialog } from '../../ui/Dialog.tsx';
import { useSend, useStaffState } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';
import { type Leaving, leavingWords } from '../words/leaving.ts';

export function CancelDialog({ leaving, close }: { leaving: Leaving; close: () => void }) {
  const send = useSend();
  const pending = useStaffState((state) => state.pending === 'staff.cancel-visit');
  const { question, lead, confirm } = leavingWords[leaving];
  return (
    <Dialog
      urgent
      title={question}
      lead={lead}
      onDismiss={close}
      actions={
        <>
          <DeskButton onPress={close}>Keep the visit</DeskButton>
          <DeskButton
            kind={leaving === 'put-back' ? 'primary' : 'danger'}
            testId="confirm-cancel"
            pending={pending}
            onPress={async () => {
              await send({ type: 'staff.cancel-visit' });
              close();
            }}
          >
            {confirm}
          </DeskButton>
        </>
      }
    />
  );
}
