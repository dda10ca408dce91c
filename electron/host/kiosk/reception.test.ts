import { expect, test, vi } from 'vitest';
import type { Visit } from '../visit/index.ts';
import type { Asking } from './asking.ts';
import { createReception } from './reception.ts';
import type { Standing } from './standing.ts';
import type { RunningVisit } from './visit-runner.ts';

function reception(before: Pick<Visit, 'ended' | 'parked'> | null, outOfService: string | null = null) {
  const calls: string[] = [];
  const said = (word: string) => async () => {
    calls.push(word);
    return { ok: true };
  };
  return {
    calls,
    ...createReception({
      standing: { outOfService: () => outOfService } as Standing,
      asking: { ask: said('ask'), open: said('open') } as unknown as Asking,
      running: () => before && ({ visit: before } as RunningVisit),
      leave: vi.fn(() => calls.push('leave')),
    }),
  };
}

const start = { type: 'visit.start' } as const;

test('the next visitor does not wait for the closing screen, whether their visit is new or goes on', async () => {
  const ended = reception({ ended: 'done', parked: false });
  await ended.begin(start);
  expect(ended.calls).toEqual(['leave', 'ask']);
  const parked = reception({ ended: null, parked: true });
  await parked.openTicket('another');
  expect(parked.calls).toEqual(['leave', 'open']);
});

test('nobody is sent away who is still there', async () => {
  const running = reception({ ended: null, parked: false });
  await running.begin(start);
  expect(running.calls).toEqual(['ask']);
});

test('out of service nobody is let in', async () => {
  const { begin, openTicket, calls } = reception({ ended: 'done', parked: false }, 'vault/io');
  const refusal = { ok: false, error: { code: 'vault/io' } };
  expect(await begin(start)).toMatchObject(refusal);
  expect(await openTicket('another')).toMatchObject(refusal);
  expect(calls).toEqual([]);
});
