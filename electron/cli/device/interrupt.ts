/** What ends a command that would go on: Ctrl-C, a signal to end, or its time. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Resolves when it is over. */
  readonly over: Promise<void>;
  end(): void;
  /** Listens no more; a second Ctrl-C ends the program as usual. */
  release(): void;
}

/**
 * @param seconds null for as long as nobody interrupts
 * @param from from when on they count; without it, from now
 */
export function untilInterrupted(seconds: number | null, from?: Promise<unknown>): Interrupt {
  const controller = new AbortController();
  const end = () => controller.abort();
  let timer: NodeJS.Timeout | undefined;
  let released = false;
  const count = () => {
    if (seconds !== null && !released) timer = setTimeout(end, seconds * 1000);
  };
  if (from) void from.then(count, count);
  else count();
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  return {
    signal: controller.signal,
    over: new Promise((resolve) => controller.signal.addEventListener('abort', () => resolve())),
    end,
    release() {
      released = true;
      clearTimeout(timer);
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
    },
  };
}
