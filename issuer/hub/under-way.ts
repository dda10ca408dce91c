import type { SqlDriver, Steps } from '../store/sql.ts';
import { HubError } from './errors.ts';

/** What a hub is busy with, so that closing can wait for it. */
export class UnderWay {
  readonly #work = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();

  /** Aborted as soon as the hub is closing: whoever waits for news ends its waiting. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  track<T>(work: Promise<T>): Promise<T> {
    const one: Promise<unknown> = work.then(
      () => this.#work.delete(one),
      () => this.#work.delete(one),
    );
    this.#work.add(one);
    return work;
  }

  /** Resolves when nothing is under way any more, nor anything that followed from it. */
  async end(): Promise<void> {
    this.#closing.abort();
    while (this.#work.size > 0) await Promise.all(this.#work);
  }
}

/** A driver that can be shut: what runs is run to its end, what comes later is refused with `hub/closed`. */
export class ClosableDriver implements SqlDriver {
  readonly #driver: SqlDriver;
  readonly #running = new UnderWay();

  constructor(driver: SqlDriver) {
    this.#driver = driver;
  }

  async run<T>(begin: () => Steps<T>): Promise<T> {
    if (this.#running.signal.aborted) throw new HubError('hub/closed', 'the hub was closed');
    return this.#running.track(this.#driver.run(begin));
  }

  /** Resolves when the last transaction has ended. */
  close(): Promise<void> {
    return this.#running.end();
  }
}
