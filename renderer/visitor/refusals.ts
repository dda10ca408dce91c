import type { Messages } from '../i18n/index.ts';

/** What a refusal means to the person; a code that has no sentence of its own gets the general one. */
export function refusalSentence(code: string, { errors }: Messages): string {
  switch (code) {
    case 'visit/not-at-this-step':
    case 'visit/ended':
    case 'visit/none':
    case 'visit/already-running':
      return errors.lateTap;
    case 'visit/no-way-back':
    case 'visit/unreadable-type':
    case 'visit/unknown-wallet':
    case 'visit/unknown-language':
    case 'visit/staff-only':
      return errors.notNow;
    case 'visit/other-consent-text':
      return errors.textChanged;
    case 'visit/not-confirmed':
      return errors.notConfirmed;
    case 'visit/no-renewals-left':
    case 'visit/no-attempts-left':
      return errors.noMore;
    case 'contract/malformed':
      return errors.invalid;
    case 'rpc/timeout':
    case 'rpc/closed':
      return errors.noAnswer;
    default:
      return errors.general;
  }
}
