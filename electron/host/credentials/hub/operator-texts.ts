import type { Notice } from '../../../contract/index.ts';
import type { KioskHubErrorCode } from './errors.ts';

type OperatorText = { level: Notice['level']; text: string };
const error = (text: string): OperatorText => ({ level: 'error', text });
const warning = (text: string): OperatorText => ({ level: 'warning', text });

/** What each trouble between this kiosk and its hub means to an operator, and what to do. */
export const operatorTexts: Readonly<Record<KioskHubErrorCode, OperatorText>> = {
  'kiosk-hub/not-enrolled': error(
    'This kiosk has not joined its hub, so it cannot offer credentials. Have a code made there (hub enrol) and run "proofdesk hub join".',
  ),
  'kiosk-hub/unreachable': warning(
    'The hub gave no answer, so it could not make the offer. Check the network, then ask for a new code.',
  ),
  'kiosk-hub/refused': error(
    'The hub refused what this kiosk asked for. Check what the kiosk is granted there, and the clock of this machine.',
  ),
  'kiosk-hub/revoked': error(
    'The hub has revoked this kiosk. Take it out of service and ask whoever runs the hub.',
  ),
  'kiosk-hub/bad-answer': error(
    'What answers at the hub’s address is not the hub. Check the address in the station file, and whether a proxy stands in between.',
  ),
  'kiosk-hub/other-terms': error(
    'This kiosk and its hub have different credential profiles. Bring both to the same version.',
  ),
  'kiosk-hub/other-hub': error(
    'The station file names another hub than the one this kiosk has joined, or was told to join. Correct it, or join again.',
  ),
  'kiosk-hub/log-forked': error(
    'The hub holds another log of this kiosk than the kiosk itself. Somebody has restored an old copy, or tampered: ask whoever runs the hub. When you restored a backup yourself, have this kiosk join anew (hub enrol, hub join); else take it out of service.',
  ),
  'kiosk-hub/clock-back': error(
    'The clock of this machine was set back, so no tickets are made. Set it right, and bring the kiosk to a network.',
  ),
  'kiosk-hub/lease-over': error(
    'This kiosk was out of touch with its hub for too long, so no tickets are made. Bring it to a network.',
  ),
  'kiosk-hub/sync-overdue': error(
    'The hub has not had this kiosk’s log for too long, so no tickets are made. Bring it to a network.',
  ),
  'kiosk-hub/quota-used': warning(
    'This kiosk has made all its tickets of today. The hub can grant more (dailyQuota).',
  ),
  'kiosk-hub/document-type': warning(
    'The hub does not let this kiosk vouch for this type of document, so no credential was offered.',
  ),
  'kiosk-hub/already-issued': warning(
    'The credential of this visit was issued before, on a code that was shown earlier. Ask the visitor to look into the wallet; if somebody else took it, revoke it at the hub and begin a new visit.',
  ),
  'kiosk-hub/ticket-way': warning(
    'The hub gives no answer, so visitors get offline tickets, which their phones take to the hub over their own network. The kiosk goes back to the hub by itself.',
  ),
  'kiosk-hub/state': error(
    'What the kiosk noted of its hub cannot be read. Join the hub again, with a new code.',
  ),
};
