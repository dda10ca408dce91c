import { TicketCheck } from 'lucide-react';
import { useState } from 'react';
import type { Ticket } from '../../../electron/contract/index.ts';
import { useHostNow } from '../../state/index.ts';
import { useSend, useStaffState } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';
import { Panel } from '../parts/Panel.tsx';
import { ticketReasons } from '../words/tickets.ts';
import { agoText } from '../words/time.ts';

/** More than these would push the notices off the screen. */
const shownAtFirst = 4;

/**
 * Visitors who left the kiosk with a number. Nothing is shown when there are none.
 * @param busy a visit is running, so no ticket can be opened now
 */
export function Tickets({ tickets, busy }: { tickets: readonly Ticket[]; busy: boolean }) {
  const [all, setAll] = useState(false);
  const now = useHostNow(
    useStaffState((state) => state.clockOffset),
    20_000,
  );
  if (tickets.length === 0) return null;
  const shown = all ? tickets : tickets.slice(0, shownAtFirst);
  return (
    <Panel title="Tickets" aside={<span className="count">{tickets.length}</span>}>
      <p className="tickets-lead">
        {busy
          ? 'A visit is running. Open a ticket when it is over.'
          : 'Ask the visitor for their number, then go to the kiosk with them.'}
      </p>
      <ul className="ticket-list">
        {shown.map((one) => (
          <TicketRow key={one.visit} ticket={one} now={now} busy={busy} />
        ))}
      </ul>
      {tickets.length > shownAtFirst && (
        <DeskButton kind="quiet" onPress={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${tickets.length - shown.length} more`}
        </DeskButton>
      )}
    </Panel>
  );
}

function TicketRow({
  ticket: { ticket, visit, at, reason },
  now,
  busy,
}: {
  ticket: Ticket;
  now: number;
  busy: boolean;
}) {
  const send = useSend();
  const [opening, setOpening] = useState(false);
  return (
    <li data-testid={`ticket-${ticket}`}>
      <p className="ticket-number">{ticket}</p>
      <DeskButton
        icon={TicketCheck}
        label={`Open ticket ${ticket}`}
        testId={`open-ticket-${ticket}`}
        pending={opening}
        disabled={busy}
        onPress={async () => {
          setOpening(true);
          await send({ type: 'staff.open-ticket', visit });
          setOpening(false);
        }}
      >
        Open
      </DeskButton>
      <p className="ticket-why">
        {ticketReasons[reason]} · {agoText(at, now)}
      </p>
    </li>
  );
}
