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

export interface WatchedList<Info> {
  /** The list as it is now. What it answers counts as known: whoever asked is told as soon as it is another. */
  list(): Promise<Info[]>;
  onChange(listener: () => void): () => void;
  stop(): void;
}

/**
 * Looks at a list again and again and tells when it is another one than was last answered, to a look or to whoever asked:
 * a cable that is pulled and put back between two looks leaves both alike, while the list asked for in between was another.
 *
 * @param ask for the list; an error is an empty one
 * @param keyOf says what makes two entries the same
 */
export function watchedList<Info>(
  ask: () => Promise<Info[]>,
  keyOf: (info: Info) => string,
  { pollEvery, watch }: WatchedListOptions,
): WatchedList<Info> {
  const listeners = new Set<() => void>();
  let known = '';
  const find = async (): Promise<{ found: Info[]; another: boolean }> => {
    const found = await ask().catch((): Info[] => []);
    const before = known;
    known = found.map(keyOf).sort().join('\n');
    return { found, another: known !== before };
  };
  const look = async () => {
    if ((await find()).another) for (const listener of [...listeners]) listener();
  };
  const timer = setInterval(() => void look(), pollEvery);
  timer.unref();
  const stopWatch = watch(() => void look());
  void look();
  return {
    list: async () => (await find()).found,
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
