import { ArrowLeft, Nfc } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { NumberPad, useEditedField } from '../../ui/keyboard/index.ts';
import { Screen } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { canLength, isCan } from '../chip.ts';
import { useVisiting } from '../kiosk.tsx';

/** The card access number (ICAO Doc 9303-11 §9.7), typed by touch; it opens the chip where the zone's lines do not. */
export function CanEntry({ close }: { close: () => void }) {
  const { m, send, waits } = useVisiting();
  const { ref, field, apply, take } = useEditedField('', canLength);
  const [asked, setAsked] = useState(false);
  useEffect(() => ref.current?.focus(), [ref]);
  const can = field.text.trim();
  const submit = () => {
    setAsked(true);
    if (isCan(can)) void send({ type: 'document.read-chip', can });
    else ref.current?.focus();
  };
  return (
    <Screen
      className="can-entry"
      title={m.chip.canTitle}
      lead={<p>{m.chip.canText}</p>}
      art={<NumberPad onEdit={apply} onEnter={submit} words={m.keyboard} />}
      actions={
        <>
          <Button kind="quiet" className="button-back" icon={ArrowLeft} pointing="back" onPress={close}>
            {m.common.back}
          </Button>
          <Button
            kind="secondary"
            pending={waits('document.skip-chip')}
            onPress={() => void send({ type: 'document.skip-chip' })}
          >
            {m.chip.skip}
          </Button>
          <Button icon={Nfc} pending={waits('document.read-chip')} onPress={submit}>
            {m.chip.canSend}
          </Button>
        </>
      }
    >
      <TextField
        label={m.chip.can}
        value={field.text}
        inputRef={ref}
        onTake={take}
        onEnter={submit}
        active
        error={asked && !isCan(can) ? m.chip.canWrong : null}
        maxLength={canLength}
        dir="ltr"
      />
    </Screen>
  );
}
