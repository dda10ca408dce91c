import { CircleCheck, OctagonX, QrCode, Smartphone, TriangleAlert } from 'lucide-react';
import { useHostNow } from '../../state/index.ts';
import { useSend, useStaffState } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';
import { Panel } from '../parts/Panel.tsx';
import { offerNotes, offerNow, type StaffOffer } from '../words/offer.ts';
import { spanText } from '../words/time.ts';
import './offer-panel.css';

const icons = { plain: Smartphone, good: CircleCheck, alert: TriangleAlert };

/** Steps 11 to 15 as staff see them: the code to say, how far the phone is, and what only a person can decide. */
export function OfferPanel({ offer, txCode }: { offer: StaffOffer; txCode: string | null }) {
  const { title, text, tone } = offerNow(offer);
  const Icon = icons[tone];
  const coded = txCode !== null;
  return (
    <Panel title="Credential" aside={<Expiry offer={offer} />} className={`offer-panel offer-panel-${tone}`}>
      {coded && (
        <div className="offer-tx-code">
          <p>Give this code to the visitor</p>
          <p className="tx-code-digits" data-testid="tx-code">
            {txCode}
          </p>
          <p className="panel-none">They type it into their phone. Say it or show it; never send it.</p>
        </div>
      )}
      <div className="offer-now" role="status" data-testid="offer-now">
        <Icon aria-hidden="true" />
        <div>
          <p className="offer-now-title">{title}</p>
          <p>{text}</p>
          {offerNotes(offer).map((note) => (
            <p key={note} className="offer-note">
              {note}
            </p>
          ))}
          {offer.form && <p className="panel-none">Form: {offer.form}</p>}
        </div>
      </div>
      <Actions offer={offer} />
    </Panel>
  );
}

function Actions({ offer }: { offer: StaffOffer }) {
  const send = useSend();
  const pending = useStaffState((state) => state.pending);
  if (!offer.renewable && !offer.asksStaff) return null;
  return (
    <div className="offer-actions">
      {offer.renewable && (
        <DeskButton
          kind="primary"
          icon={QrCode}
          testId="renew-offer"
          pending={pending === 'staff.renew-offer'}
          onPress={() => void send({ type: 'staff.renew-offer' })}
        >
          Give a new code
        </DeskButton>
      )}
      {offer.asksStaff && (
        <>
          <DeskButton
            kind="primary"
            icon={CircleCheck}
            testId="offer-received"
            pending={pending === 'staff.confirm-offer'}
            onPress={() => void send({ type: 'staff.confirm-offer', received: true })}
          >
            It is on their phone
          </DeskButton>
          <DeskButton
            kind="secondary"
            icon={OctagonX}
            testId="offer-not-received"
            pending={pending === 'staff.confirm-offer'}
            onPress={() => void send({ type: 'staff.confirm-offer', received: false })}
          >
            It is not there: call it back
          </DeskButton>
        </>
      )}
    </div>
  );
}

function Expiry({ offer }: { offer: StaffOffer }) {
  const now = useHostNow(
    useStaffState((state) => state.clockOffset),
    1_000,
  );
  if (offer.state !== 'waiting' || offer.expiresAt === null) return null;
  return (
    <p className="offer-expiry">
      Valid for <strong>{spanText(offer.expiresAt - now)}</strong>
    </p>
  );
}
