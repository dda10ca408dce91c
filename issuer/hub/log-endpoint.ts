import { openCheckpoint } from '../../electron/host/vault/checkpoint.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { privateJson } from '../http/reply.ts';
import type { HubContext } from './context.ts';
import { parseRequest } from './enrolment.ts';
import { type KioskRequest, kioskRevoked } from './kiosk-access.ts';
import { type HeldLog, logStateOf, pinVerifier, saveCheckpoint, takeRows } from './log-steps.ts';
import { type LogRequest, logRequest } from './protocol.ts';

/** How far a kiosk's log is here, so that it sends what is missing and no more. */
export async function logHeadEndpoint(hub: HubContext, { kiosk, url }: KioskRequest): Promise<Response> {
  const log = url.searchParams.get('log') ?? '';
  return privateJson(await hub.driver.run(() => logStateOf(kiosk.kiosk, log)));
}

const originName = (log: string) => `proofdesk.local/log/${log}`;

/** @throws ProtocolError 409 `log_forked` when what was signed is not what is here */
async function checkCheckpoint(
  hub: HubContext,
  kiosk: number,
  log: string,
  { note, verifier_key }: NonNullable<LogRequest['checkpoint']>,
  { held, root }: { held: HeldLog; root: Uint8Array },
): Promise<void> {
  const forked = () => new ProtocolError(409, 'log_forked', 'the signed state is not the one of this log');
  let signed: ReturnType<typeof openCheckpoint>;
  try {
    signed = openCheckpoint(note, verifier_key);
  } catch {
    throw forked();
  }
  if (signed.origin !== originName(log)) throw forked();
  if (signed.size !== held.events || Buffer.compare(root, signed.root) !== 0) {
    hub.report(new Error(`what kiosk ${kiosk} signed is not the log it sent before`));
    throw forked();
  }
  // Only a key that has signed rightly becomes the log's key.
  const pinned = await hub.driver.run(() => pinVerifier(kiosk, log, verifier_key));
  if (pinned !== verifier_key) throw forked();
  await hub.driver.run(() => saveCheckpoint(kiosk, log, note, signed.size));
}

/**
 * Rows of a kiosk's sealed log and the tickets it made. What follows from what is here is taken as a whole; a repetition
 * changes nothing; a contradiction is refused and reported.
 */
export async function logEndpoint(hub: HubContext, { kiosk, body }: KioskRequest): Promise<Response> {
  const { log, rows, tickets, checkpoint } = parseRequest(logRequest, body);
  const outcome = await hub.driver.run(() => takeRows(kiosk.kiosk, log, rows, tickets, hub.clock()));
  if (outcome.refused === 'blocked') throw kioskRevoked();
  if (outcome.refused !== null) {
    if (outcome.refused === 'forked')
      hub.report(new Error(`the log of kiosk ${kiosk.kiosk} contradicts what it sent before`));
    return privateJson({ error: `log_${outcome.refused}`, ...outcome.held }, 409);
  }
  if (checkpoint !== undefined) await checkCheckpoint(hub, kiosk.kiosk, log, checkpoint, outcome);
  return privateJson(outcome.held);
}
