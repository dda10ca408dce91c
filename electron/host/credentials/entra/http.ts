import * as http from '../http.ts';
import { isPassing } from './documented-errors.ts';
import { EntraError } from './errors.ts';

export type { Answer, HttpOptions } from '../http.ts';

function asEntraError(error: unknown): unknown {
  if (!(error instanceof http.HttpError)) return error;
  return new EntraError(`entra/${error.fault}`, error.message, { cause: error.cause });
}

/** @throws EntraError entra/bad-address */
export function trustedAddress(text: string): URL {
  try {
    return http.trustedAddress(text);
  } catch (error) {
    throw asEntraError(error);
  }
}

/** @throws EntraError entra/unreachable, entra/timed-out, entra/bad-answer */
export async function ask(
  url: string | URL,
  init: RequestInit,
  options?: http.HttpOptions,
): Promise<http.Answer> {
  return http.ask(url, init, options).catch((error) => {
    throw asEntraError(error);
  });
}

/** Repeats what Entra's documentation says may succeed at a later stage. */
export function persistently<T>(work: () => Promise<T>, options?: http.HttpOptions): Promise<T> {
  return http.persistently(work, (error) => (isPassing(error) ? error : null), options);
}
