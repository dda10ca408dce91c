/** Child process of the crash tests: appends without end and reports on stdout what was acknowledged. */
import { writeSync } from 'node:fs';
import { openVault } from '../open.ts';

const [directory = '', hexKey = ''] = process.argv.slice(2);
const vault = openVault({ directory, key: new Uint8Array(Buffer.from(hexKey, 'hex')), clock: Date });

// Synchronous, so that a line is in the pipe before the next append can begin.
const say = (line: string) => writeSync(1, `${line}\n`);

async function appendForever(visit: string): Promise<void> {
  let seq = (await vault.listVisits()).find((known) => known.visit === visit)?.events ?? 0;
  for (;;) {
    const events = Array.from({ length: 1 + (seq % 3) }, (_, index) => ({
      type: 'counted',
      body: { visit, number: seq + index + 1, ballast: 'x'.repeat((seq * 37) % 5000) },
    }));
    seq = (await vault.append(visit, seq, events)).at(-1)!.seq;
    say(`${visit} ${seq}`);
  }
}

say('ready');
await Promise.all(['left', 'middle', 'right'].map(appendForever));
