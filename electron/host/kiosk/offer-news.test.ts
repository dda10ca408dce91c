import { expect, test, vi } from 'vitest';
import { CodedError } from '../../contract/index.ts';
import type { Issuing } from '../ports.ts';
import type { Visit } from '../visit/index.ts';
import { createOfferNews } from './offer-news.ts';
import type { RunningVisit } from './visit-runner.ts';

function set(changes: Partial<Issuing> = {}) {
  const ask = vi.fn(async () => ({ ok: true }));
  const trouble = vi.fn();
  const stopped = vi.fn();
  let hear: Parameters<Issuing['listen']>[0] = () => {};
  const issuing = {
    cancel: vi.fn(async () => {}),
    status: vi.fn(async () => null),
    listen: (listener: typeof hear) => {
      hear = listener;
      return stopped;
    },
    ...changes,
  } as unknown as Issuing;
  const running = vi.fn((): RunningVisit | null => visitAt('waiting'));
  return {
    ...createOfferNews({ issuing, running, ask, trouble }),
    hear: (news: Parameters<typeof hear>[0]) => hear(news),
    ask,
    trouble,
    stopped,
    running,
    issuing,
  };
}

const visitAt = (state: string) =>
  ({ id: 'visit', visit: { step: 'offer', offer: { id: 'offer', state } } }) as unknown as RunningVisit;
const offered = (state: string): Visit => visitAt(state).visit;

test('news reach the visit that runs, and nobody when none does', () => {
  const { hear, ask, running } = set();
  hear({ offerId: 'offer', state: 'scanned', triesLeft: null });
  expect(ask).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ type: 'offer.progressed', offerId: 'offer', state: 'scanned' }),
  );
  running.mockReturnValue(null);
  hear({ offerId: 'offer', state: 'issued', triesLeft: null });
  expect(ask).toHaveBeenCalledOnce();
});

test('an offer the issuer forgot has failed; an issuer that cannot be asked changes nothing', async () => {
  const forgotten = set({
    status: async () => {
      throw new CodedError('credentials/unknown-offer', 'never heard of it');
    },
  });
  await forgotten.catchUp(visitAt('waiting'));
  expect(forgotten.ask).toHaveBeenCalledWith(expect.objectContaining({ offerId: 'offer', state: 'failed' }));
  const away = set({ status: () => Promise.reject(new CodedError('credentials/unreachable', 'no answer')) });
  await away.catchUp(visitAt('waiting'));
  expect(away.ask).not.toHaveBeenCalled();
});

test('an offer that was left is withdrawn, one that was taken is not; staff hear when it fails', async () => {
  const { withdraw, issuing, trouble } = set({ cancel: vi.fn(() => Promise.reject(new Error('no answer'))) });
  withdraw(offered('issued'));
  expect(issuing.cancel).not.toHaveBeenCalled();
  withdraw(offered('waiting'));
  expect(issuing.cancel).toHaveBeenCalledExactlyOnceWith('offer');
  await vi.waitFor(() => expect(trouble).toHaveBeenCalledWith('issuer/cancel-failed'));
});

test('of a visit that ends while another form was to be made, the one before is withdrawn', () => {
  const { withdraw, issuing } = set();
  withdraw({ step: 'offer', offer: { id: null, replaces: 'before', state: 'failed' } } as Visit);
  expect(issuing.cancel).toHaveBeenCalledExactlyOnceWith('before');
});

test('an offer that its issuer has forgotten is none that could not be withdrawn', async () => {
  const forgotten = () => Promise.reject(new CodedError('credentials/unknown-offer', 'never heard of it'));
  const { withdraw, issuing, trouble } = set({ cancel: vi.fn(forgotten) });
  withdraw(offered('waiting'));
  await expect(vi.mocked(issuing.cancel).mock.results[0]?.value).rejects.toThrow();
  expect(trouble).not.toHaveBeenCalled();
});

test.each(['proof', 'success'] as const)(
  'what the wallet said of having it while the kiosk was down is asked for at the step %s, of one that was left too',
  async (step) => {
    const said = { offerId: 'offer', state: 'issued', triesLeft: null, confirmed: true } as const;
    const { catchUp, ask } = set({ status: async () => said });
    const at = (offer: object) => ({ id: 'visit', visit: { step, offer } }) as unknown as RunningVisit;
    await catchUp(at({ id: 'offer', state: 'issued' }));
    await catchUp(at({ id: null, left: 'offer', state: 'deferred' }));
    expect(ask).toHaveBeenCalledTimes(2);
    expect(ask).toHaveBeenCalledWith({ type: 'offer.progressed', ...said });
  },
);

test('a credential that has to wait is kept for a visitor who just went, and not for one who cancelled', () => {
  const { withdraw, issuing } = set();
  withdraw({ ...offered('deferred'), ended: 'timed-out' });
  expect(issuing.cancel).not.toHaveBeenCalled();
  withdraw({ ...offered('deferred'), ended: 'cancelled' });
  expect(issuing.cancel).toHaveBeenCalledExactlyOnceWith('offer');
});

test('what a failing vault could not keep of an offer is asked for when it can again, once', async () => {
  const status = vi.fn(async () => ({ offerId: 'offer', state: 'issued', triesLeft: null }) as const);
  const { hear, ask, goOn } = set({ status });
  await goOn(visitAt('scanned'));
  expect(status).not.toHaveBeenCalled();
  ask.mockResolvedValueOnce({ ok: false, error: { code: 'vault/disk-full', message: '' } } as never);
  hear({ offerId: 'offer', state: 'issued', triesLeft: null });
  await vi.waitFor(() => expect(ask).toHaveBeenCalledOnce());
  await goOn(visitAt('scanned'));
  await goOn(visitAt('scanned'));
  expect(status).toHaveBeenCalledOnce();
  expect(ask).toHaveBeenCalledTimes(2);
});

test('stopped, it listens no more', () => {
  const { stop, stopped } = set();
  stop();
  expect(stopped).toHaveBeenCalledOnce();
});
