import type { StaffVisit } from './decision.ts';
import { dateOf } from './time.ts';

export type StaffOffer = NonNullable<StaffVisit['offer']>;

export interface OfferNow {
  title: string;
  /** What staff are to know or to do. */
  text: string;
  tone: 'plain' | 'good' | 'alert';
}

const plain = (title: string, text: string): OfferNow => ({ title, text, tone: 'plain' });
const alert = (title: string, text: string): OfferNow => ({ title, text, tone: 'alert' });

const kept =
  'That phone has the credential, or may yet get it, and nobody here can call it back, so there is no second one.';

/** How the offer stands, and what to do about it. */
export function offerNow(offer: StaffOffer): OfferNow {
  switch (offer.state) {
    case 'preparing':
      return plain('The code is being prepared', 'Nothing to do.');
    case 'waiting':
      return plain('Waiting for the phone', 'The visitor scans the code on their screen.');
    case 'scanned':
      return plain('A phone has read the code', 'Make sure that it is the visitor’s.');
    case 'code-asked':
      return plain('The phone asks for the code', 'Make sure that it is the visitor’s phone.');
    case 'code-wrong':
      return alert('A wrong code was typed', triesText(offer.triesLeft));
    case 'issuing':
      return plain('The credential is on its way', 'The app stays open on the phone.');
    case 'deferred':
      return plain(
        'The credential has to wait',
        `The wallet fetches it by itself${offer.collectUntil === null ? '' : `, until ${momentText(offer.collectUntil)}`}. The visitor may leave.`,
      );
    case 'issued':
      return issued(offer);
    case 'expired':
      return alert('The code ran out', 'If the visitor is still here, give them a new one.');
    case 'locked':
      return alert('Five wrong codes', 'The offer is closed. A new one comes with a new code.');
    case 'refused':
      return alert(
        'The wallet did not take it',
        'Its notice on the phone says why. Try another form on the visitor’s screen, or give a new code.',
      );
    case 'failed':
      return alert('The credential could not be offered', 'The messages on the right say why.');
    case 'taken':
      return taken(offer);
  }
}

function issued({ confirmation, presented, usedAgain }: StaffOffer): OfferNow {
  if (presented === 'presented')
    return {
      title: 'Success',
      text: 'The credential is on the phone, and was shown and accepted here.',
      tone: 'good',
    };
  if (confirmation === 'confirmed')
    return { title: 'Success', text: 'The credential is on the phone.', tone: 'good' };
  if (usedAgain || confirmation === 'missing')
    return alert(
      'Issued, not confirmed',
      'The wallet has not said that it has the credential. Look at the phone together with the visitor.',
    );
  return plain('Issued', 'Waiting for the wallet to say that it has the credential.');
}

function taken({ withdrawn }: StaffOffer): OfferNow {
  const title = 'Another phone took the code';
  switch (withdrawn) {
    case null:
      return alert(title, 'It is being called back.');
    case 'ended':
      return alert(title, 'Nothing was given for it. Look at the visitor’s phone, then give a new code.');
    case 'revoked':
      return alert(title, 'Its credential was revoked. Look at the visitor’s phone, then give a new code.');
    case 'not-revocable':
      return alert(title, `${kept} Tell whoever is responsible for the issuer.`);
  }
}

/** What is worth knowing besides. */
export function offerNotes(offer: StaffOffer): string[] {
  return [
    ...(offer.phoneClock
      ? ['The phone’s clock is wrong. In its settings, set date and time automatically, then try again.']
      : []),
    ...(offer.usedAgain
      ? ['The code was brought again after it was used. Somebody else may have scanned the screen.']
      : []),
    ...(offer.presented === 'failed' ? ['What the wallet showed afterwards was not accepted.'] : []),
  ];
}

function triesText(tries: number | null): string {
  if (tries === null) return 'Read the code aloud once more.';
  const left = tries === 1 ? 'One more try is left' : `${tries} more tries are left`;
  return `${left}. Read the code aloud once more, slowly.`;
}

/** `16 Apr 2032, 14:05`, by the clock of this computer. */
function momentText(milliseconds: number): string {
  const date = new Date(milliseconds);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${dateOf(milliseconds)}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}
