import { VaultError } from './errors.ts';
import { journalStream } from './event-log.ts';
import type { NewEvent } from './types.ts';

const visitForm = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const typeForm = /^[A-Za-z][A-Za-z0-9._/-]{0,63}$/;
const mediaTypeForm = /^[a-z]+\/[a-z0-9.+-]{1,64}$/;

// The message names the rule, never the value: a value in the wrong place may be somebody's name.
function refuse(what: string, cause?: unknown): never {
  throw new VaultError('vault/invalid', `Not acceptable to the vault: ${what}.`, { cause });
}

export function assertVisitId(visit: string): void {
  if (!visitForm.test(visit) || visit === journalStream) refuse('the visit id (letters, digits, _ and -)');
}

export function assertReason(reason: string): void {
  if (!typeForm.test(reason)) refuse('the reason (a code of letters, digits and ._/-)');
}

export function assertMediaType(mediaType: string): void {
  if (!mediaTypeForm.test(mediaType)) refuse('the media type');
}

/** The bodies as JSON, taken at once: what the caller changes afterwards is not stored. */
export function toJsonEvents(
  expectedSeq: number,
  events: readonly NewEvent[],
): { type: string; json: string }[] {
  if (!Number.isSafeInteger(expectedSeq) || expectedSeq < 0) refuse('the expected sequence number');
  if (events.length === 0) refuse('an append without events');
  return events.map(({ type, body }) => {
    if (!typeForm.test(type)) refuse('an event type (letters, digits and ._/-)');
    const json = toJson(body);
    if (json === undefined) refuse('an event body that is no JSON value');
    return { type, json };
  });
}

function toJson(body: unknown): string | undefined {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    return refuse('an event body that is no JSON value', cause);
  }
}
