import './ticket.css';

/** The number a person shows at the desk, as large as the screen allows. */
export function Ticket({ label, number }: { label: string; number: string }) {
  return (
    <div className="ticket">
      <span className="ticket-label">{label}</span>
      <strong className="ticket-number" dir="ltr">
        {number}
      </strong>
    </div>
  );
}
