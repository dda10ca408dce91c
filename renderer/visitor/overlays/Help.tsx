import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { PersonScene } from '../art/scenes.tsx';
import { useVisiting } from '../kiosk.tsx';
import './overlays.css';

export function HelpCalled({ close }: { close: () => void }) {
  const { m } = useVisiting();
  return (
    <Dialog
      title={m.helpCalled.title}
      lead={m.helpCalled.lead}
      onDismiss={close}
      actions={<Button onPress={close}>{m.helpCalled.close}</Button>}
      art={
        <div className="dialog-art">
          <PersonScene />
        </div>
      }
    />
  );
}

export function CancelPrompt({ close }: { close: () => void }) {
  const { m, send, waits } = useVisiting();
  return (
    <Dialog
      urgent
      title={m.cancelPrompt.title}
      lead={m.cancelPrompt.lead}
      onDismiss={close}
      actions={
        <>
          <Button onPress={close}>{m.cancelPrompt.stay}</Button>
          <Button
            kind="secondary"
            pending={waits('visit.cancel')}
            onPress={async () => {
              await send({ type: 'visit.cancel' });
              close();
            }}
          >
            {m.cancelPrompt.stop}
          </Button>
        </>
      }
    />
  );
}
