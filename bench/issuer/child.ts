import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { CredentialFilter, Issuer } from '../../issuer/index.ts';

/** An offer by reference, and how many milliseconds it took to make it. */
export interface Link {
  uri: string;
  offerId: string;
  ms: number;
}

/** How long something took, and how long at most nothing else was done meanwhile; milliseconds. */
export interface Took {
  ms: number;
  pause: number;
}

/** What an issuer's process is asked. */
export type Request =
  | { ask: 'offers'; count: number; configurationId: string }
  | { ask: 'links'; count: number; configurationId: string }
  | { ask: 'sweep' }
  | { ask: 'revoke'; filter: CredentialFilter }
  | { ask: 'cpu' }
  | { ask: 'stop' };

export interface IssuerProcess {
  /** The credential issuer identifier. */
  readonly issuerUrl: string;
  /** Where this process listens. */
  readonly origin: string;
  /** Pre-authorized codes of so many new offers. */
  offers(count: number, configurationId: string): Promise<string[]>;
  /** So many new offers; only of a hub. */
  links(count: number, configurationId: string): Promise<Link[]>;
  /** All that is done by itself every minute; only of a hub. */
  sweep(): Promise<Took>;
  /** Revokes credentials, and signs the lists they are in; only of a hub. */
  revoke(filter: CredentialFilter): Promise<Took>;
  /** Milliseconds of processor time it has used, all its threads. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  try {
    const [answer] = await Promise.race([
      once(child, 'message', { signal: over.signal }),
      once(child, 'exit', { signal: over.signal }).then(([code]) => {
        throw new Error(`the issuer’s process ended with ${code}`);
      }),
    ]);
    const { error, value } = answer as { error?: string; value?: unknown };
    if (error !== undefined) throw new Error(error);
    return value;
  } finally {
    over.abort();
  }
}

/** Starts a script of this folder with its options, and waits until it listens. Ask it one thing at a time. */
export async function startProcess(script: string, options: unknown): Promise<IssuerProcess> {
  const child = fork(new URL(script, import.meta.url), [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ask = (request: Request) => {
    const answer = answerOf(child);
    child.send(request);
    return answer;
  };
  const place = (await answerOf(child)) as { issuerUrl: string; origin: string };
  return {
    ...place,
    offers: (count, configurationId) => ask({ ask: 'offers', count, configurationId }) as Promise<string[]>,
    links: (count, configurationId) => ask({ ask: 'links', count, configurationId }) as Promise<Link[]>,
    sweep: () => ask({ ask: 'sweep' }) as Promise<Took>,
    revoke: (filter) => ask({ ask: 'revoke', filter }) as Promise<Took>,
    cpu: () => ask({ ask: 'cpu' }) as Promise<number>,
    async stop() {
      const ended = once(child, 'exit');
      child.send({ ask: 'stop' } satisfies Request);
      await ended;
    },
  };
}

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  // The first look only sets the clock the next one reads.
  await new Promise((resolve) => setTimeout(resolve, 5));
  loop.reset();
  const start = performance.now();
  await work();
  const ms = performance.now() - start;
  await new Promise((resolve) => setTimeout(resolve, 5));
  loop.disable();
  return { ms, pause: loop.max / 1e6 };
}

/** The other side: what an issuer's process does with what it is asked. */
export function serveParent(issuer: {
  issuerUrl: string;
  origin: string;
  offer(configurationId: string): Promise<string>;
  hub?: Issuer;
  order?: Omit<Parameters<Issuer['createOffer']>[0], 'configurationId'>;
  stop(): Promise<void>;
}) {
  const answers = async (request: Request): Promise<unknown> => {
    if (request.ask === 'cpu') {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    }
    if (request.ask === 'stop') {
      await issuer.stop();
      return process.disconnect();
    }
    const { hub, order } = issuer;
    if (request.ask === 'sweep') return timed(() => hub!.sweep());
    if (request.ask === 'revoke') return timed(() => hub!.setCredentialStatus(request.filter, 'revoked'));
    if (request.ask === 'links') {
      const links: Link[] = [];
      while (links.length < request.count) {
        const start = performance.now();
        const made = await hub!.createOffer({ ...order!, configurationId: request.configurationId });
        const uri = new URL(made.offerUri).searchParams.get('credential_offer_uri')!;
        links.push({ uri, offerId: made.offerId, ms: performance.now() - start });
      }
      return links;
    }
    const codes: string[] = [];
    for (let made = 0; made < request.count; made += 1)
      codes.push(await issuer.offer(request.configurationId));
    return codes;
  };
  process.on('message', (request: Request) => {
    answers(request).then(
      (value) => process.connected && process.send!({ value }),
      (error: unknown) => process.send!({ error: String(error) }),
    );
  });
  const { issuerUrl, origin } = issuer;
  process.send!({ value: { issuerUrl, origin } });
}
