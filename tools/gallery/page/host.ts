import {
  type Channel,
  type CommandResult,
  channelPair,
  link,
  type Picture,
  type VisitorCommand,
  type VisitorSnapshot,
} from '../../../electron/contract/index.ts';
import type { Connector } from '../../../renderer/state/index.ts';
import type { Case } from './case.ts';
import { snapshotOf } from './cases.ts';
import { drawPicture } from './pictures.ts';

/** A host in memory that stands at one step: it answers, keeps what it was asked, and never moves on by itself. */
export function galleryHost(shown: Case, language: string): { connect: Connector; asked: VisitorCommand[] } {
  const asked: VisitorCommand[] = [];
  let snapshot = snapshotOf(shown, language);
  const connect: Connector = (events) => {
    const [page, host]: [Channel, Channel] = channelPair();
    const { remote } = link<{ changed(snapshot: VisitorSnapshot): void }>(host, {
      snapshot: () => snapshot,
      picture: ({ ref }: { ref: string }): Promise<Picture> => drawPicture(ref),
      command: (command: VisitorCommand): CommandResult => {
        asked.push(command);
        if (shown.refuse)
          return { ok: false, error: { code: shown.refuse, message: 'refused by the gallery' } };
        snapshot = { ...snapshot, revision: snapshot.revision + 1 };
        if (command.type === 'visit.set-language') snapshot = { ...snapshot, language: command.language };
        void remote.changed(snapshot);
        return { ok: true };
      },
    });
    queueMicrotask(() => {
      events.open(page);
      events.state('open');
      const broken = shown.link;
      if (broken) setTimeout(() => events.state(broken), 120);
    });
    return () => page.close();
  };
  return { connect, asked };
}
