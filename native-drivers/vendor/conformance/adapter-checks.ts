import type { Check } from './check.ts';
import { ConformanceFailure, type Probe } from './probe.ts';

const answersAnError = async (probe: Probe, line: string): Promise<string> => {
  await probe.settle();
  probe.process.write(line);
  await probe.next('an error', ({ tell }) => tell === 'error', 2000);
  probe.process.order({ do: 'ping', n: 8_000_001 });
  await probe.next('a pong', ({ tell }) => tell === 'pong', 2000);
  return 'an error, and alive';
};

/** The checks on the adapter itself. */
export const adapterChecks: readonly Omit<Check, 'needs'>[] = [
  {
    name: 'names devices that it can drive',
    async run({ hello }) {
      if (hello.devices.length === 0) throw new ConformanceFailure('it names no device');
      return hello.devices.map(({ id, kind }) => `${id} (${kind})`).join(', ');
    },
  },
  {
    name: 'answers a thousand heartbeats in their order',
    async run(probe) {
      for (let n = 1; n <= 1000; n++) probe.process.order({ do: 'ping', n });
      let expected = 1;
      await probe.next(
        'the last of a thousand pongs',
        (tell) => {
          if (tell.tell === 'pong' && tell.n === expected) expected += 1;
          return expected > 1000;
        },
        10_000,
      );
      return 'all of them';
    },
  },
  { name: 'survives a line that is no JSON', run: (probe) => answersAnError(probe, '{"do":') },
  { name: 'survives JSON that is no order', run: (probe) => answersAnError(probe, '[1,null,"x"]') },
  { name: 'survives an order it does not know', run: (probe) => answersAnError(probe, '{"do":"dance"}') },
  {
    name: 'survives an order for a device it has not',
    run: (probe) => answersAnError(probe, '{"do":"read","device":"no-such-device"}'),
  },
  {
    name: 'survives an order of a hundred thousand characters',
    run: (probe) => answersAnError(probe, JSON.stringify({ do: 'dance', why: 'x'.repeat(100_000) })),
  },
];
