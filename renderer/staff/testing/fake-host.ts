import { type Channel, channelPair, link, type WindowOf } from '../../../electron/contract/index.ts';
import type { Connector, LinkState } from '../../state/index.ts';

export interface FakeHost<Snapshot> {
  connect: Connector;
  /** Shows the window another snapshot. */
  show(snapshot: Snapshot): void;
  /** Everything the window asked for, in order. */
  asked: unknown[];
  /** What the next commands are refused with; null for none. */
  refuseWith(code: string | null): void;
  break(state: LinkState): void;
}

/** A host in the page itself: one snapshot, a list of what was asked. */
export function fakeHost<Snapshot extends { revision: number }>(
  first: Snapshot,
  picture: (ref: string) => unknown = () => null,
): FakeHost<Snapshot> {
  let snapshot = first;
  let revision = first.revision;
  let refusal: string | null = null;
  let tell = (_: Snapshot) => {};
  let state = (_: LinkState) => {};
  let near: Channel | null = null;
  const asked: unknown[] = [];
  const current = () => ({ ...snapshot, revision });
  const answer = (command: unknown) => {
    asked.push(command);
    if (refusal) return { ok: false, error: { code: refusal, message: 'refused' } };
    revision += 1;
    setTimeout(() => tell(current()));
    return { ok: true };
  };
  return {
    asked,
    connect(events) {
      const [ours, theirs] = channelPair();
      near = ours;
      const { remote } = link<WindowOf<Snapshot>>(ours, {
        snapshot: current,
        command: answer,
        simulate: answer,
        picture: ({ ref }: { ref: string }) => picture(ref),
      });
      tell = (next) => void remote.changed(next).catch(() => {});
      state = events.state;
      events.state('connecting');
      events.open(theirs);
      events.state('open');
      return () => ours.close();
    },
    show(next) {
      snapshot = next;
      revision += 1;
      tell(current());
    },
    refuseWith(code) {
      refusal = code;
    },
    break(next) {
      near?.close();
      state(next);
    },
  };
}
