import { describe, expect, test, vi } from 'vitest';
import { CodedError } from '../../contract/index.ts';
import { fakeClock } from '../testing/index.ts';
import { VaultError } from '../vault/index.ts';
import type { Offer } from '../visit/index.ts';
import { type CalledBack, createCallingBack } from './calling-back.ts';
import { callingBackMemory, type KeptCallBack } from './calling-back-memory.ts';

const away = () => Promise.reject(new CodedError('kiosk-hub/unreachable', 'of a test'));
const offer = (state: 'taken' | 'refused', id = 'o') => ({ id, state }) as Offer;

function noted() {
  let all: readonly KeptCallBack[] = [];
  return {
    load: async () => all,
    save: async (now: readonly KeptCallBack[]) => {
      all = now;
    },
  };
}

function set(withdraw: () => Promise<CalledBack>, memory = noted(), clock = fakeClock(0)) {
  const told: string[] = [];
  const issuing = { withdraw: vi.fn<(id: string) => Promise<CalledBack>>(withdraw) };
  const done = vi.fn(async (_id: string, _outcome: CalledBack) => {});
  const callingBack = createCallingBack({
    issuing,
    clock,
    memory,
    trouble: (code) => told.push(code),
    settled: (code) => told.push(`no ${code}`),
    failed: (error) => told.push(error instanceof CodedError ? error.code : 'unexpected'),
    done,
  });
  /** Lets the try that was begun come to its end. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    clock,
    memory,
    told,
    issuing,
    done,
    settle,
    ...callingBack,
    /** As the kiosk's clock ticks, a few times a second. @returns when tries were made */
    async until(end: number): Promise<number[]> {
      const tries: number[] = [];
      while (clock.now() < end) {
        clock.advance(250);
        const before = issuing.withdraw.mock.calls.length;
        callingBack.tick();
        await settle();
        if (issuing.withdraw.mock.calls.length > before) tries.push(clock.now() / 1000);
      }
      return tries;
    },
  };
}

describe('an issuer that cannot be reached', () => {
  test('is asked again with growing pauses, for ten minutes, and then staff are told what that means', async () => {
    const one = set(away);
    one.begin(offer('taken'));
    await one.settle();
    expect(one.told).toEqual(['offer/taken', 'kiosk-hub/unreachable', 'offer/not-called-back-yet']);
    const tries = await one.until(3_600_000);
    expect(tries).toEqual([1, 6, 36, 96, 156, 216, 276, 336, 396, 456, 516, 576, 600]);
    expect(one.done).toHaveBeenCalledExactlyOnceWith('o', 'not-revocable');
    expect(one.told.slice(3)).toEqual([
      'kiosk-hub/unreachable',
      'no offer/not-called-back-yet',
      'offer/not-revocable',
    ]);
  });

  test('and then answers is the end of it', async () => {
    const one = set(async () => 'ended');
    one.issuing.withdraw.mockImplementationOnce(away).mockImplementationOnce(away);
    one.begin(offer('taken'));
    expect(await one.until(60_000)).toEqual([1.25, 6.25]);
    expect(one.done).toHaveBeenCalledExactlyOnceWith('o', 'ended');
    expect(one.told.slice(2)).toEqual([
      'offer/not-called-back-yet',
      'no offer/not-called-back-yet',
      'offer/called-back',
    ]);
  });

  test('is not waited for as long where a wallet says that it kept nothing and somebody waits for a code', async () => {
    const one = set(away);
    one.begin(offer('refused'));
    await one.settle();
    expect(await one.until(600_000)).toEqual([1, 6, 36, 60]);
    expect(one.done).toHaveBeenCalledExactlyOnceWith('o', 'not-revocable');
    expect(one.told.slice(-2)).toEqual(['no offer/not-called-back-yet', 'offer/not-called-back']);
  });

  test.each([
    ['answers nothing of its own', new CodedError('kiosk-hub/bad-answer', 'x')],
    ['is elsewhere and busy', new CodedError('external/busy', 'x')],
    ['fails for no known reason', new Error('x')],
    ['could not be noted', new VaultError('vault/disk-full', 'x')],
  ])('or %s is asked again too', async (_what, error) => {
    const one = set(async () => 'revoked');
    one.issuing.withdraw.mockRejectedValueOnce(error);
    one.begin(offer('taken'));
    await one.until(2_000);
    expect(one.done).toHaveBeenCalledExactlyOnceWith('o', 'revoked');
  });

  test('about two offers has staff told so until both are at an end', async () => {
    const one = set(away);
    one.begin(offer('refused', 'a'));
    one.begin(offer('taken', 'b'));
    await one.until(61_000);
    expect(one.told).not.toContain('no offer/not-called-back-yet');
    await one.until(601_000);
    expect(one.told.filter((code) => code === 'no offer/not-called-back-yet')).toHaveLength(1);
  });
});

test.each([
  ['is refused', () => Promise.reject(new CodedError('external/refused', 'x')), 'external/refused'],
  ['is not possible here', async () => 'not-revocable' as const, 'offer/not-revocable'],
])('what %s is not asked for again', async (_what, withdraw, code) => {
  const one = set(withdraw);
  one.begin(offer('taken'));
  await one.settle();
  expect(await one.until(60_000)).toEqual([]);
  expect(one.done).toHaveBeenCalledExactlyOnceWith('o', 'not-revocable');
  expect(one.told).toContain(code);
  expect(one.told).not.toContain('offer/not-called-back-yet');
});

test('a clock that is set back by a day puts nothing off for a day', async () => {
  const one = set(away);
  one.clock.advance(86_400_000);
  one.begin(offer('taken'));
  await one.settle();
  one.clock.advance(-86_400_000);
  const tries = await one.until(3_600_000);
  expect(tries[0]).toBeLessThan(2);
  expect(tries.at(-1)).toBeLessThan(660);
  expect(one.done).toHaveBeenCalledExactlyOnceWith('o', 'not-revocable');
});

test('an issuer that never answers is not waited for without end', async () => {
  const one = set(() => new Promise(() => {}));
  one.begin(offer('taken'));
  expect(await one.until(119_000)).toEqual([]);
  expect((await one.until(125_000))[0]).toBe(121);
  expect(one.told).toContain('issuer/no-answer');
  await one.until(3_600_000);
  expect(one.done).toHaveBeenCalledExactlyOnceWith('o', 'not-revocable');
});

test('what is under way is not begun a second time; what the visit still calls for afterwards is', async () => {
  const one = set(async () => 'ended');
  one.begin(offer('taken'));
  one.begin(offer('taken'));
  await one.settle();
  expect(one.issuing.withdraw).toHaveBeenCalledOnce();
  one.begin(offer('taken'));
  await one.settle();
  expect(one.issuing.withdraw).toHaveBeenCalledTimes(2);
});

describe('a kiosk that starts anew', () => {
  test('goes on where it stopped, for what is left of the ten minutes, and has forgotten it at the end', async () => {
    const one = set(away);
    one.begin(offer('taken', 'a'));
    await one.settle();
    await one.until(300_000);
    expect(await one.memory.load()).toEqual([{ offerId: 'a', taken: true, failedAt: 0 }]);
    const two = set(away, one.memory, one.clock);
    await two.goOn();
    await two.settle();
    expect(two.told).toEqual(['offer/taken', 'kiosk-hub/unreachable', 'offer/not-called-back-yet']);
    await two.until(3_600_000);
    expect(two.done).toHaveBeenCalledExactlyOnceWith('a', 'not-revocable');
    expect((await two.until(3_601_000)).length).toBe(0);
    expect(await two.memory.load()).toEqual([]);
  });

  test('after those asks once more, and says how that ended', async () => {
    const one = set(() => new Promise(() => {}));
    one.begin(offer('refused', 'a'));
    one.begin(offer('taken', 'b'));
    await one.until(125_000);
    one.clock.advance(86_400_000);
    const two = set(async () => 'revoked', one.memory, one.clock);
    await two.goOn();
    await two.settle();
    expect(two.done.mock.calls).toEqual([
      ['a', 'revoked'],
      ['b', 'revoked'],
    ]);
    const three = set(away, one.memory, one.clock);
    await three.goOn();
    expect(three.told).toEqual([]);
  });

  test('and cannot read what it noted loses nothing of that, and goes on when it can', async () => {
    const one = set(() => new Promise(() => {}));
    one.begin(offer('taken', 'a'));
    await one.settle();
    const load = vi.spyOn(one.memory, 'load').mockRejectedValue(new VaultError('vault/io', 'x'));
    const two = set(away, one.memory);
    await expect(two.goOn()).rejects.toMatchObject({ code: 'vault/io' });
    two.begin(offer('taken', 'b'));
    await two.settle();
    expect(two.told).toContain('vault/io');
    load.mockRestore();
    expect((await one.memory.load()).map(({ offerId }) => offerId)).toEqual(['a']);
    two.issuing.withdraw.mockResolvedValue('ended');
    await two.goOn();
    await two.goOn();
    await two.until(2_000);
    expect(two.done.mock.calls.map(([id]) => id).toSorted()).toEqual(['a', 'b']);
    expect(await two.memory.load()).toEqual([]);
  });

  test('does not do twice what its visit has begun already', async () => {
    const one = set(() => new Promise(() => {}));
    one.begin(offer('taken'));
    await one.settle();
    const two = set(async () => 'ended', one.memory);
    two.begin(offer('taken'));
    await two.goOn();
    await two.settle();
    expect(two.issuing.withdraw).toHaveBeenCalledOnce();
  });

  test('finds nothing in what it cannot understand', async () => {
    const memory = (text: string) =>
      callingBackMemory({
        getSecret: async () => new TextEncoder().encode(text),
        setSecret: async () => {},
      });
    for (const text of ['', '{', '[{"offerId":1}]', '[null]', '{}'])
      expect(await memory(text).load()).toEqual([]);
  });
});
