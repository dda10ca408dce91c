import type { StepOf } from '../../electron/contract/index.ts';
import type { Messages } from '../i18n/index.ts';

export interface OfferWords {
  title: string;
  text: string;
  /** What stands in the middle: the code to scan, what the phone does, or that it did not work. */
  stage: 'code' | 'waiting' | 'phone-asks' | 'phone-receives' | 'done' | 'trouble';
  /** The offer is over: a new code, or a person, is the way on. */
  renew: boolean;
}

/** What the wallet's state means to the person. */
export function offerWords(step: StepOf<'offer'>, { offer: m }: Messages): OfferWords {
  const how = step.wallet ? m.how(step.wallet.name) : m.howAny;
  const asks = step.txCodeElsewhere ? m.codeElsewhere : m.scannedText;
  const over = (title: string, text: string): OfferWords => ({
    title,
    text: step.byStaff ? m.byStaff : text,
    stage: 'trouble',
    renew: true,
  });
  switch (step.state) {
    case 'preparing':
      return { title: m.preparing, text: m.issuedText, stage: 'waiting', renew: false };
    case 'waiting':
      return { title: m.title, text: how, stage: 'code', renew: false };
    case 'scanned':
      return { title: m.scanned, text: asks, stage: 'phone-asks', renew: false };
    case 'code-asked':
      return { title: m.codeTitle, text: asks, stage: 'phone-asks', renew: false };
    case 'code-wrong':
      return {
        title: m.codeWrong,
        text: step.triesLeft === null ? asks : m.triesLeft(step.triesLeft),
        stage: 'phone-asks',
        renew: false,
      };
    case 'issuing':
      return { title: m.issuing, text: m.issuingText, stage: 'phone-receives', renew: false };
    case 'deferred':
      return { title: m.deferred, text: m.deferredText, stage: 'phone-receives', renew: false };
    case 'issued':
      return { title: m.issued, text: m.issuedText, stage: 'done', renew: false };
    case 'expired':
      return over(m.expired, m.expiredText);
    case 'locked':
      return over(m.locked, m.lockedText);
    case 'refused':
      return over(m.refused, m.refusedText);
    case 'failed':
      return over(m.failed, m.failedText);
    case 'taken':
      return {
        title: m.taken,
        text: step.byStaff ? m.takenText : m.takenStaff,
        stage: 'trouble',
        renew: true,
      };
  }
}
