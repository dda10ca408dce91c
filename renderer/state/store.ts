import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Channel, type CommandResult, link, type RpcLink } from '../../electron/contract/index.ts';
import type { Connector, LinkState } from './channel.ts';

// The page's CSP forbids eval, which zod would otherwise use to compile its parsers.
z.config({ jitless: true });

/** All a window knows: what the host said last, whether the host can be heard, and what was asked of it. */
export interface WindowState<Snapshot> {
  snapshot: Snapshot | null;
  link: LinkState;
  /** Milliseconds to add to this page's clock to have the host's. */
  clockOffset: number;
  /** The question that has no answer yet; its button shows that it waits. */
  pending: string | null;
  /** Why the host said no last; shown once, then dismissed. */
  refusal: { id: number; code: string } | null;
}

interface SnapshotHost<Snapshot> {
  snapshot(): Snapshot;
}

export interface WindowStore<Snapshot, Host extends object> {
  readonly store: StoreApi<WindowState<Snapshot>>;
  /** The host's functions, or null while the way to it is broken. */
  host(): RpcLink<Host>['remote'] | null;
  /**
   * Asks the host for something and waits for its answer, and after a yes for the snapshot that shows it. The
   * result is never assumed: a refusal is put into the state with its code.
   *
   * @param quiet asks without marking anything as waiting and without telling the person of a refusal.
   */
  run(
    name: string,
    call: (host: RpcLink<Host>['remote']) => Promise<CommandResult>,
    quiet?: boolean,
  ): Promise<CommandResult>;
  dismissRefusal(): void;
  close(): void;
}

export interface WindowStoreOptions<Snapshot> {
  schema: z.ZodType<Snapshot>;
  connect: Connector;
  /** Milliseconds a button waits for the snapshot after the host said yes. */
  patience?: number;
  clock?: () => number;
}

/** One store for one window; staff and station windows give another schema and another `Host`. */
export function createWindowStore<
  Snapshot extends { revision: number; now?: number },
  Host extends SnapshotHost<Snapshot>,
>({
  schema,
  connect,
  patience = 2_000,
  clock = Date.now,
}: WindowStoreOptions<Snapshot>): WindowStore<Snapshot, Host> {
  const store = createStore<WindowState<Snapshot>>(() => ({
    snapshot: null,
    link: 'connecting',
    clockOffset: 0,
    pending: null,
    refusal: null,
  }));
  let current: RpcLink<Host> | null = null;
  let refusals = 0;

  const attach = (channel: Channel) => {
    current?.close();
    // A host that was restarted counts from the start again, so revisions are compared within one link only.
    let shown = -1;
    const receive = (message: unknown) => {
      const parsed = schema.safeParse(message);
      if (!parsed.success) return console.error('contract/malformed-snapshot', pathsOf(parsed.error));
      const snapshot = parsed.data;
      if (current !== own || snapshot.revision <= shown) return;
      shown = snapshot.revision;
      const clockOffset = snapshot.now === undefined ? 0 : snapshot.now - clock();
      store.setState({ snapshot, clockOffset });
    };
    const own: RpcLink<Host> = link<Host>(channel, { changed: receive });
    current = own;
    channel.onClose(() => {
      if (current === own) current = null;
    });
    (own as RpcLink<SnapshotHost<Snapshot>>).remote
      .snapshot()
      .then(receive)
      .catch((error: unknown) => console.error('contract/no-snapshot', codeOf(error)));
  };

  const stop = connect({
    open: attach,
    state: (state) => store.setState(state === 'open' ? { link: state } : { link: state, pending: null }),
  });

  return {
    store,
    host: () => current?.remote ?? null,
    async run(name, call, quiet = false) {
      const before = store.getState().snapshot?.revision ?? -1;
      if (!quiet) store.setState({ pending: name, refusal: null });
      const result = await ask(current?.remote ?? null, call);
      if (quiet) return result;
      if (result.ok) await revisionAfter(store, before, patience);
      else store.setState({ refusal: { id: ++refusals, code: result.error?.code ?? 'rpc/failed' } });
      store.setState((state) => (state.pending === name ? { pending: null } : {}));
      return result;
    },
    dismissRefusal: () => store.setState({ refusal: null }),
    close() {
      stop();
      current?.close();
      current = null;
    },
  };
}

async function ask<Remote>(
  host: Remote | null,
  call: (host: Remote) => Promise<CommandResult>,
): Promise<CommandResult> {
  if (!host) return { ok: false, error: { code: 'rpc/closed', message: 'the host cannot be heard' } };
  try {
    return await call(host);
  } catch (error) {
    return { ok: false, error: { code: codeOf(error), message: 'the host gave no answer' } };
  }
}

function revisionAfter<Snapshot extends { revision: number }>(
  store: StoreApi<WindowState<Snapshot>>,
  before: number,
  patience: number,
): Promise<void> {
  const moved = (state: WindowState<Snapshot>) => (state.snapshot?.revision ?? -1) !== before;
  if (moved(store.getState())) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(finish, patience);
    const unsubscribe = store.subscribe((state) => moved(state) && finish());
  });
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'rpc/failed';
}

/** Only where the snapshot was wrong; what stood there may be personal. */
function pathsOf(error: z.ZodError): string {
  return error.issues.map((issue) => issue.path.join('.')).join(' ');
}
