import type { HelpDeskView } from '../../../electron/contract/index.ts';

/** What staff read and do at each point of a verification. */
export function helpDeskWords(view: HelpDeskView): { title: string; lead: string } {
  switch (view.state) {
    case 'idle':
      return { title: 'Whose account is it?', lead: 'Type the account the person says is theirs.' };
    case 'asking':
      return { title: 'One moment', lead: 'The directory is asked for the account.' };
    case 'waiting':
      return {
        title: 'Scan with Microsoft Authenticator',
        lead: 'The person shares their Verified ID and does the Face Check on their own phone.',
      };
    case 'scanned':
      return { title: 'Finish on the phone', lead: 'The phone has the request. Face Check takes a moment.' };
    case 'verified':
      return {
        title: 'Verified',
        lead: 'The Verified ID belongs to this account and its face was checked. Is it the person before you?',
      };
    case 'creating':
      return { title: 'One moment', lead: 'The pass is being made.' };
    case 'done':
      return {
        title: 'Temporary Access Pass',
        lead: `Valid for ${view.lifetimeMinutes} minutes${view.usableOnce ? ', once' : ''}. Hand it to the person; it is shown for two minutes and never again.`,
      };
    case 'failed':
      return {
        title: 'Not verified',
        lead: 'No pass was made. You can try again, or verify the person in another way.',
      };
  }
}
