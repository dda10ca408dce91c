import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type Channel, type CommandResult, channelPair, link } from '../../electron/contract/index.ts';
import type { ConnectorEvents } from './channel.ts';
import { createWindowStore } from './store.ts';

const schema = z.object({ revision: z.number(), now: z.number(), word: z.string() });
type Snapshot = z.infer<typeof schema>;
interface Host {
  snapshot(): Snapshot;
  command(word: string): CommandResult;
}

function stage(initial: Snapshot = { revision: 1, now: 5_000, word: 'one' }) {
  let events: ConnectorEvents | null = null;
  const host = { snapshot: initial, answer: { ok: true } as CommandResult };
  const ends: Channel[] = [];
  let tell: (snapshot: unknown) => void = () => {};
  const open = () => {
    const [page, far] = channelPair();
    ends.push(far);
    const { remote } = link<{ changed(snapshot: unknown): void }>(far, {
      snapshot: () => host.snapshot,
      command: () => host.answer,
    });
    tell = (snapshot) => void remote.changed(snapshot);
    events?.open(page);
    events?.state('open');
  };
  const window = createWindowStore<Snapshot, Host>({
    schema,
    patience: 40,
    clock: () => 1_000,
    connect: (given) => {
      events = given;
      open();
      return () => {};
    },
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 10));
  return {
    window,
    host,
    open,
    lose: () => {
      ends.at(-1)?.close();
      events?.state('lost');
    },
    tell: (snapshot: unknown) => tell(snapshot),
    settled,
    state: () => window.store.getState(),
  };
}

afterEach(() => vi.restoreAllMocks());

describe('window store', () => {
  test('fetches the first snapshot and sets its clock by it', async () => {
    const { state, settled } = stage();
    await settled();
    expect(state()).toMatchObject({ link: 'open', clockOffset: 4_000, snapshot: { word: 'one' } });
  });

  test('drops what is older and what is malformed', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { state, settled, tell } = stage({ revision: 5, now: 0, word: 'five' });
    await settled();
    tell({ revision: 4, now: 0, word: 'four' });
    tell({ revision: 6, now: 0, word: 6 });
    await settled();
    expect(state().snapshot?.word).toBe('five');
    expect(complaint).toHaveBeenCalledWith('contract/malformed-snapshot', 'word');
    tell({ revision: 7, now: 0, word: 'seven' });
    await settled();
    expect(state().snapshot?.word).toBe('seven');
  });

  test('a host that was restarted counts from the start again', async () => {
    const { state, settled, host, lose, open } = stage({ revision: 90, now: 0, word: 'old' });
    await settled();
    lose();
    await settled();
    expect(state()).toMatchObject({ link: 'lost', snapshot: { word: 'old' } });
    host.snapshot = { revision: 1, now: 0, word: 'new' };
    open();
    await settled();
    expect(state()).toMatchObject({ link: 'open', snapshot: { word: 'new' } });
  });

  test('a command waits for its snapshot, and no longer than its patience', async () => {
    const { window, state, settled, tell } = stage();
    await settled();
    const running = window.run('go', (host) => host.command('go'));
    expect(state().pending).toBe('go');
    await settled();
    expect(state().pending).toBe('go');
    tell({ revision: 2, now: 0, word: 'two' });
    await running;
    expect(state().pending).toBeNull();
    await window.run('go', (host) => host.command('go'));
    expect(state().pending).toBeNull();
  });

  test('a refusal is kept with its code and ends the waiting', async () => {
    const { window, host, state, settled } = stage();
    await settled();
    host.answer = { ok: false, error: { code: 'visit/not-at-this-step', message: '' } };
    await window.run('go', (remote) => remote.command('go'));
    expect(state()).toMatchObject({ pending: null, refusal: { code: 'visit/not-at-this-step' } });
    await window.run('quiet', (remote) => remote.command('quiet'), true);
    expect(state().refusal?.id).toBe(1);
    window.dismissRefusal();
    expect(state().refusal).toBeNull();
  });

  test('without a host a command is refused, not lost', async () => {
    const { window, settled, lose, state } = stage();
    await settled();
    lose();
    await settled();
    expect(window.host()).toBeNull();
    const result = await window.run('go', (remote) => remote.command('go'));
    expect(result.error?.code).toBe('rpc/closed');
    expect(state().pending).toBeNull();
  });
});
