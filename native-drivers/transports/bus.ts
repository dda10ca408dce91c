/** A bus on which things are plugged in and pulled, and which lists them in its own terms. */
export interface Bus<Info> {
  readonly simulated: boolean;
  /** An empty list where the machine has no such bus; that is not an error. */
  list(): Promise<Info[]>;
  /** Tells that the list may have changed. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

export interface WatchedListOptions {
  /** Milliseconds between two looks; not every system tells when a plug is pulled. */
  pollEvery: number;
  /** Anything that calls back earlier than the next look. */
  watch: (changed: () => void) => () => void;
}

export interface WatchedList {
  onChange(listener: () => void): () => void;
  stop(): void;
}

/** Looks at a list again and again and tells when it is another one. `keyOf` says what makes two entries the same. */
export function watchedList<Info>(
  list: () => Promise<Info[]>,
  keyOf: (info: Info) => string,
  { pollEvery, watch }: WatchedListOptions,
): WatchedList {
  const listeners = new Set<() => void>();
  let known = '';
  const look = async () => {
    const now = (await list()).map(keyOf).sort().join('\n');
    if (now === known) return;
    known = now;
    for (const listener of [...listeners]) listener();
  };
  const timer = setInterval(() => void look(), pollEvery);
  timer.unref();
  const stopWatch = watch(() => void look());
  void look();
  return {
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      clearInterval(timer);
      stopWatch();
      listeners.clear();
    },
  };
}

/** Loads a native library when it is first wanted. A failed load is tried again: a missing binary may yet come. */
export function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () => {
    loading ??= load().catch((cause: unknown) => {
      loading = null;
      throw cause;
    });
    return loading;
  };
}
