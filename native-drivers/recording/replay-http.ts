import { z } from 'zod';
import { type HttpClient, HttpError, type HttpErrorCode } from '../transports/http.ts';
import type { Entry, Recording } from './format.ts';
import type { ReplayProblem } from './player.ts';

/** One request and what became of it. */
interface Exchange {
  entry: number;
  request: Entry;
  outcome: Entry;
  took: number;
}

const answer = z.object({ status: z.number().int(), headers: z.record(z.string(), z.string()) });
const codes = new Set<unknown>([
  'http/unreachable',
  'http/time-out',
  'http/interrupted',
  'http/too-large',
  'http/malformed',
] satisfies HttpErrorCode[]);

export interface HttpPlayer {
  http: HttpClient;
  /** What the host wanted of the device, in the order it was recorded: the time between is that of the recording. */
  asked: Entry[];
  problems(): ReplayProblem[];
}

/**
 * A scanner as it was recorded. What is asked of it must be what was asked then, in that order, but for questions that
 * change nothing (status and capabilities): how often those are asked depends on the clock, so they may be asked again
 * and are answered as last time, and may be left out.
 */
export function replayHttp(recording: Recording, longestPause = Infinity): HttpPlayer {
  const exchanges = exchangesOf(recording);
  const found: ReplayProblem[] = [];
  const last = new Map<string, Exchange>();
  let next = 0;
  const fail = (code: ReplayProblem['code'], message: string): never => {
    found.push({ code, entry: exchanges[next]?.entry ?? recording.entries.length, message });
    throw new HttpError('http/malformed', `not as recorded: ${message}`);
  };
  const take = (method: string, path: string, body: string): Exchange => {
    if (isQuestion(method, path)) {
      const following = exchanges[next];
      if (following && keyOf(following) === `${method} ${path}`) {
        next += 1;
        last.set(path, following);
        return following;
      }
      const before = last.get(path) ?? exchanges.find((one) => keyOf(one) === `${method} ${path}`);
      return before ?? fail('replay/unexpected', `${method} ${path} was never recorded`);
    }
    while (exchanges[next] && isQuestion(...partsOf(exchanges[next]!))) next += 1;
    const following = exchanges[next];
    if (!following) return fail('replay/unexpected', `${method} ${path} when nothing more was recorded`);
    if (keyOf(following) !== `${method} ${path}`) {
      return fail('replay/wrong', `${method} ${path} where ${keyOf(following)} was recorded`);
    }
    if (Buffer.compare(Buffer.from(following.request.bytes), Buffer.from(body)) !== 0) {
      return fail('replay/wrong', `another body of ${method} ${path}`);
    }
    next += 1;
    return following;
  };
  return {
    async http({ method, url, body = '', timeout, maxBytes, signal }) {
      if (found.length > 0) throw new HttpError('http/unreachable', 'the replay is over');
      const { outcome, took } = take(method, `${url.pathname}${url.search}`, body);
      await new Promise((resolve) => setTimeout(resolve, Math.min(took, longestPause, timeout)));
      if (signal?.aborted) throw new HttpError('http/interrupted', 'called off');
      const { code } = outcome.about;
      if (codes.has(code)) throw new HttpError(code as HttpErrorCode, 'as recorded');
      const read = answer.safeParse(outcome.about);
      if (!read.success) throw new HttpError('http/malformed', 'the recording has no answer');
      if (outcome.bytes.length > maxBytes) throw new HttpError('http/too-large', 'as recorded');
      const { status, headers } = read.data;
      return {
        status,
        header: (name) => headers[name.toLowerCase()] ?? null,
        body: new Uint8Array(outcome.bytes),
      };
    },
    asked: recording.entries.filter(({ kind }) => kind === 'asked'),
    problems() {
      const left = exchanges.slice(next).filter((one) => !isQuestion(...partsOf(one)));
      if (found.length > 0 || left.length === 0) return [...found];
      const message = `${left.length} recorded requests did not happen, the first is ${keyOf(left[0]!)}`;
      return [{ code: 'replay/left-over', entry: left[0]!.entry, message }];
    },
  };
}

function exchangesOf({ entries }: Recording): Exchange[] {
  const asked = new Map<unknown, { entry: number; request: Entry }>();
  const answered: Exchange[] = [];
  entries.forEach((entry, index) => {
    if (entry.kind === 'sent') asked.set(entry.about.exchange, { entry: index + 1, request: entry });
    const first = entry.kind === 'sent' ? undefined : asked.get(entry.about.exchange);
    if (!first) return;
    asked.delete(entry.about.exchange);
    answered.push({ ...first, outcome: entry, took: entry.at - first.request.at });
  });
  // What was never answered was broken off with the recording.
  for (const { entry, request } of asked.values()) {
    const outcome = { ...request, kind: 'failed', about: { code: 'http/interrupted' } } as const;
    answered.push({ entry, request, outcome, took: 0 });
  }
  return answered.sort((left, right) => left.entry - right.entry);
}

const partsOf = ({ request }: Exchange): [string, string] => [
  String(request.about.method),
  String(request.about.path),
];
const keyOf = (exchange: Exchange) => partsOf(exchange).join(' ');
/** Asks a scanner what it is or how it is, and changes nothing. */
export const isQuestion = (method: string, path: string) =>
  method === 'GET' && /\/Scanner(Status|Capabilities)$/.test(path);
