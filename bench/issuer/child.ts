import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** What an issuer's process is asked. */
export type Request =
  | { ask: 'offers'; count: number; configurationId: string }
  | { ask: 'cpu' }
  | { ask: 'stop' };

export interface IssuerProcess {
  /** The credential issuer identifier. */
  readonly issuerUrl: string;
  /** Where this process listens. */
  readonly origin: string;
  /** Pre-authorized codes of so many new offers. */
  offers(count: number, configurationId: string): Promise<string[]>;
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
    cpu: () => ask({ ask: 'cpu' }) as Promise<number>,
    async stop() {
      const ended = once(child, 'exit');
      child.send({ ask: 'stop' } satisfies Request);
      await ended;
    },
  };
}

/** The other side: what an issuer's process does with what it is asked. */
export function serveParent(issuer: {
  issuerUrl: string;
  origin: string;
  offer(configurationId: string): Promise<string>;
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
