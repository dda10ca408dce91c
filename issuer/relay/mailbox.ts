/** One thing that happened to a request, as it is handed to the kiosk. Claims only as far as the kiosk asked for them. */
export interface RelayEvent {
  /** Rises by one for each event of a kiosk. */
  seq: number;
  state: string;
  requestId: string;
  status: string;
  error?: { code: string; message: string };
  credential?: RelayCredential;
}

export interface RelayCredential {
  issuer: string;
  types: string[];
  claims: Record<string, string>;
  /** 0 to 100; there only when Face Check ran. */
  matchConfidenceScore?: number;
  revocationStatus?: string;
}

interface Waiter {
  wake: () => void;
}

/**
 * The events of one kiosk, kept until it has said that it has them. At most `limit` of them: what a kiosk does not
 * fetch is dropped from the oldest on, and the kiosk can tell by the gap in `seq`.
 */
export class Mailbox {
  readonly #limit: number;
  #events: RelayEvent[] = [];
  #next = 1;
  #waiting: Waiter | null = null;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#events.length;
  }

  get latest(): number {
    return this.#next - 1;
  }

  put(event: Omit<RelayEvent, 'seq'>): void {
    this.#events.push({ seq: this.#next, ...event });
    this.#next += 1;
    if (this.#events.length > this.#limit) this.#events.shift();
    this.#waiting?.wake();
  }

  /** Drops what the kiosk has, and gives the rest. */
  after(seq: number): RelayEvent[] {
    this.#events = this.#events.filter((event) => event.seq > seq);
    return [...this.#events];
  }

  /** Waits for an event. A kiosk that asks again while it is still being waited for has lost the earlier connection. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.#waiting?.wake();
    if (milliseconds <= 0 || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const waiter: Waiter = {
        wake: () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', waiter.wake);
          if (this.#waiting === waiter) this.#waiting = null;
          resolve();
        },
      };
      const timer = setTimeout(waiter.wake, milliseconds);
      signal.addEventListener('abort', waiter.wake, { once: true });
      this.#waiting = waiter;
    });
  }

  close(): void {
    this.#waiting?.wake();
  }
}
