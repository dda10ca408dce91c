import { createBirpc } from 'birpc';
import type { Channel } from './channel.ts';
import { CodedError } from './errors.ts';

/** What a caller sees when the other side refused, did not answer, or is gone. Codes of the other side pass through. */
export class RpcError extends CodedError<string> {}

type Callable<F> = {
  [K in keyof F]: F[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
};

export interface RpcLink<Remote> {
  readonly remote: Callable<Remote>;
  close(): void;
}

type Reply = { value: unknown } | { error: { code: string; message: string } };

/**
 * Joins two sides over a channel. An error keeps its code across the pipe and loses its stack and cause, which
 * stay in the process that raised them.
 *
 * @param timeout milliseconds before an unanswered call fails with `rpc/timeout`.
 */
export function link<Remote extends object>(
  channel: Channel,
  local: object,
  timeout = 30_000,
): RpcLink<Remote> {
  const functions: Record<string, (...args: unknown[]) => Promise<Reply>> = Object.create(null);
  for (const [name, fn] of Object.entries(local)) functions[name] = answering(fn);
  let stop = () => {};
  let closed = false;
  const rpc = createBirpc<Record<string, (...args: unknown[]) => Reply>, object, false>(functions, {
    proxify: false,
    timeout,
    post: (data: unknown) => channel.post(data),
    on: (receive) => {
      stop = channel.onMessage((data) => isEnvelope(data) && receive(data));
    },
    resolver: (name, known) => known ?? unknownFunction(name),
    // A result the pipe cannot carry becomes an error answer, and an answer to a pipe that is gone is nobody's loss.
    onGeneralError: (_error, answered) => answered !== undefined,
    onTimeoutError: (name) => {
      throw new RpcError('rpc/timeout', `no answer to ${name} within ${timeout} ms`);
    },
  });
  const close = () => {
    if (closed) return;
    closed = true;
    stop();
    rpc.$close(new RpcError('rpc/closed', 'the other side is gone'));
  };
  channel.onClose(close);

  const call = async (name: string, args: unknown[]) => {
    if (closed) throw new RpcError('rpc/closed', 'the other side is gone');
    const reply: unknown = await rpc.$call(name, ...args).catch((cause: unknown) => {
      if (cause instanceof RpcError) throw cause;
      throw new RpcError('rpc/failed', `the call ${name} failed`, { cause });
    });
    if (!isReply(reply)) throw new RpcError('rpc/malformed', `the answer to ${name} is no answer`);
    if ('error' in reply) throw new RpcError(reply.error.code, reply.error.message);
    return reply.value;
  };
  const remote = new Proxy({} as Callable<Remote>, {
    get: (_target, name) =>
      typeof name !== 'string' || name === 'then' ? undefined : (...args: unknown[]) => call(name, args),
  });
  return { remote, close };
}

function answering(fn: (...args: unknown[]) => unknown) {
  return async (...args: unknown[]): Promise<Reply> => {
    try {
      return { value: (await fn(...args)) ?? null };
    } catch (error) {
      if (error instanceof CodedError) return { error: { code: error.code, message: error.message } };
      // The text of an unforeseen error may carry what it was working on, so only its kind crosses the pipe.
      return { error: { code: 'rpc/failed', message: error instanceof Error ? error.name : 'unknown' } };
    }
  };
}

/** Names that an object inherits (`toString`, `constructor`) are as unknown as any other. */
function unknownFunction(name: string) {
  return answering(() => {
    throw new RpcError('rpc/unknown-function', `there is no function ${name.slice(0, 60)}`);
  });
}

function isReply(reply: unknown): reply is Reply {
  if (typeof reply !== 'object' || reply === null) return false;
  const { error } = reply as { error?: unknown };
  if (error === undefined) return 'value' in reply;
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' && typeof message === 'string';
}

/** birpc's envelope: a request {t:'q', m, a, i?} or an answer {t:'s', i, r?, e?}. Anything else is not for us. */
function isEnvelope(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  const { t, m, i, a } = data as { t?: unknown; m?: unknown; i?: unknown; a?: unknown };
  if (t === 's') return typeof i === 'string';
  return t === 'q' && typeof m === 'string' && Array.isArray(a) && (i === undefined || typeof i === 'string');
}
