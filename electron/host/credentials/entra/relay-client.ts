import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { EntraError, type EntraErrorCode } from './errors.ts';
import { ask, type HttpOptions, persistently, trustedAddress } from './http.ts';
import type { Secret } from './secrets.ts';

const event = z.object({
  state: z.string(),
  requestId: z.string(),
  status: z.string(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  credential: z
    .object({
      issuer: z.string(),
      types: z.array(z.string()),
      claims: z.record(z.string(), z.string()),
      matchConfidenceScore: z.number().optional(),
      revocationStatus: z.string().optional(),
    })
    .optional(),
});
/** What the relay tells of a request. */
export type RequestEvent = z.infer<typeof event>;
export type PresentedCredential = NonNullable<RequestEvent['credential']>;

const news = z.object({ epoch: z.string(), cursor: z.string(), events: z.array(z.unknown()) });

/** A request the relay is to know: what is kept of it, for a relay or a host that starts again. */
export const watched = z.object({
  state: z.string(),
  keyHash: z.string(),
  claims: z.array(z.string()),
  /** Unix milliseconds until which news of it is waited for. */
  until: z.number(),
});
export type Watched = z.infer<typeof watched>;

export interface RelayClientOptions {
  /** Which part of the kiosk this is: each waits for its own news. */
  channel: 'offers' | 'help-desk';
  /** The hub's address; `/entra/…` is added. */
  url: string;
  token: Secret;
  clock: () => number;
  /** Requests news is waited for; asked for again each time. */
  open: () => readonly Watched[];
  onEvent: (event: RequestEvent) => void;
  /** Trouble that lasts, and its end. */
  onTrouble: (code: EntraErrorCode) => void;
  onSettled?: () => void;
  http?: HttpOptions;
  /** Seconds one poll waits; 25 when not given. */
  wait?: number;
}

/** Milliseconds between polls that fail, at most. */
const MAX_PAUSE = 15_000;

/** The kiosk's end of the relay: it registers requests and waits for news of them while any is open. */
export class RelayClient {
  readonly #options: RelayClientOptions;
  readonly #base: URL;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #cursor = '';

  /** @throws EntraError entra/bad-address */
  constructor(options: RelayClientOptions) {
    this.#options = options;
    this.#base = trustedAddress(options.url);
  }

  /** Where Microsoft is to call back. */
  get callbackUrl(): string {
    return this.#at('callback');
  }

  /** The secrets of a new request: an opaque state, and a key that is good for it alone. */
  static secrets(): { state: string; apiKey: string; keyHash: string } {
    const apiKey = randomBytes(32).toString('base64url');
    return {
      state: randomBytes(24).toString('base64url'),
      apiKey,
      keyHash: createHash('sha256').update(apiKey, 'utf8').digest('base64url'),
    };
  }

  /** Makes a request known before Microsoft may call. @throws EntraError entra/relay-unreachable, entra/relay-refused */
  async register(request: Watched): Promise<void> {
    const { channel, clock, token, http } = this.#options;
    const lifeSeconds = Math.min(3600, Math.max(1, Math.ceil((request.until - clock()) / 1000)));
    const { state, keyHash, claims } = request;
    const answer = await persistently(
      () =>
        ask(
          this.#at('requests'),
          {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token.reveal()}` },
            body: JSON.stringify({ channel, state, keyHash, claims, lifeSeconds }),
          },
          http,
        ),
      http,
    ).catch((cause) => {
      throw new EntraError('entra/relay-unreachable', 'the relay does not answer', { cause });
    });
    if (answer.status === 204) return;
    const code = answer.status >= 500 ? 'entra/relay-unreachable' : 'entra/relay-refused';
    throw new EntraError(code, `the relay answered ${answer.status}`);
  }

  /** Begins to wait for news, unless that is already so. */
  watch(): void {
    if (this.#stop.signal.aborted) return;
    this.#running ??= this.#poll().finally(() => {
      this.#running = null;
      // A request may have come while the last look was ending.
      if (this.#isWanted()) this.watch();
    });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  #at(path: string): string {
    return `${this.#base.href.replace(/\/$/, '')}/entra/${path}`;
  }

  #isWanted(): boolean {
    const now = this.#options.clock();
    return !this.#stop.signal.aborted && this.#options.open().some(({ until }) => until > now);
  }

  async #poll(): Promise<void> {
    let failures = 0;
    while (this.#isWanted()) {
      try {
        await this.#once();
        if (failures >= 2) this.#options.onSettled?.();
        failures = 0;
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        failures += 1;
        const refused = error instanceof EntraError && error.code === 'entra/relay-refused';
        if (failures === 2 || (refused && failures === 1))
          this.#options.onTrouble(refused ? 'entra/relay-refused' : 'entra/relay-unreachable');
        await this.#pause(Math.min(MAX_PAUSE, (this.#options.http?.backOff ?? 500) * 2 ** failures));
      }
    }
  }

  async #once(): Promise<void> {
    const { channel, token, wait = 25, http } = this.#options;
    const query = new URLSearchParams({ channel, after: this.#cursor, wait: String(wait) });
    const answer = await ask(
      `${this.#at('events')}?${query}`,
      { headers: { Authorization: `Bearer ${token.reveal()}` }, signal: this.#stop.signal },
      { ...http, timeout: wait * 1000 + (http?.timeout ?? 10_000) },
    );
    if (answer.status === 401 || answer.status === 403)
      throw new EntraError('entra/relay-refused', `the relay answered ${answer.status}`);
    const parsed = news.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success)
      throw new EntraError('entra/relay-unreachable', `the relay answered ${answer.status}`);
    const anotherLife = this.#cursor !== '' && !this.#cursor.startsWith(`${parsed.data.epoch}.`);
    this.#cursor = parsed.data.cursor;
    for (const one of parsed.data.events) {
      const told = event.safeParse(one);
      if (told.success) this.#options.onEvent(told.data);
    }
    if (!anotherLife) return;
    const now = this.#options.clock();
    for (const one of this.#options.open()) if (one.until > now) await this.register(one);
  }

  async #pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#stop.signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }
}
