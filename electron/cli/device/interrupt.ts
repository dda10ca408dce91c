/** What ends a command that would go on: Ctrl-C, a signal to end, or its time. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Resolves when it is over. */
  readonly over: Promise<void>;
  end(): void;
  /** Listens no more; a second Ctrl-C ends the program as usual. */
  release(): void;
}

/** @param seconds null for as long as nobody interrupts */
export function untilInterrupted(seconds: number | null): Interrupt {
  const controller = new AbortController();
  const end = () => controller.abort();
  const timer = seconds === null ? undefined : setTimeout(end, seconds * 1000);
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  return {
    signal: controller.signal,
    over: new Promise((resolve) => controller.signal.addEventListener('abort', () => resolve())),
    end,
    release() {
      clearTimeout(timer);
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
    },
  };
}
