import type { StepOf } from '../../../electron/contract/index.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { PersonScene } from '../art/scenes.tsx';
import { ContinueButton } from '../ContinueButton.tsx';
import { useVisiting } from '../kiosk.tsx';
import { Ticket } from '../Ticket.tsx';

/** A person goes on from here. */
export function Referred({ step }: { step: StepOf<'referred'> }) {
  const { m } = useVisiting();
  return (
    <Screen
      title={step.attended ? m.referred.titleAttended : m.referred.titleDesk}
      lead={
        <>
          <p>{m.referred.reasons[step.reason]}</p>
          <p>{step.attended ? m.referred.stay : m.referred.show}</p>
        </>
      }
      art={<PersonScene />}
      actions={
        <ContinueButton step="referred" kind={step.attended ? 'quiet' : 'primary'}>
          {m.referred.finish}
        </ContinueButton>
      }
    >
      <div className="choices">
        {step.ticket && <Ticket label={m.referred.ticket} number={step.ticket} />}
        {!step.attended && <Notice tone="info">{m.referred.takeDocument}</Notice>}
      </div>
    </Screen>
  );
}
