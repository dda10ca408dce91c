import { app, type Session, session } from 'electron';
import type { WindowRole } from '../contract/windows.ts';
import type { AppFolders } from './app-files.ts';
import { serveApp } from './app-protocol.ts';
import { cutNetwork } from './network.ts';
import { denyByDefault, type RoleOf } from './permissions.ts';

/**
 * Partitions in memory, one per role, so that no window sees another's storage. Visitors take turns on two: each visit
 * has a renderer process, a cache and a storage that the visit before it never had.
 */
export const partitions = {
  visitor: ['visitor-a', 'visitor-b'],
  staff: ['staff'],
  station: ['station'],
  vision: ['vision'],
} as const satisfies Record<WindowRole, readonly string[]>;

interface Guard {
  development: boolean;
  folders: AppFolders;
  roleOf: RoleOf;
}

/** Call when the app is ready, before the first window. Sessions nobody planned for are closed up as well. */
export function guardSessions({ development, folders, roleOf }: Guard): void {
  const closed = new WeakSet<Session>();
  const closeUp = (one: Session) => {
    if (closed.has(one)) return;
    closed.add(one);
    denyByDefault(one, roleOf);
    cutNetwork(one, development);
  };
  app.on('session-created', closeUp);
  closeUp(session.defaultSession);
  for (const [role, names] of Object.entries(partitions) as [WindowRole, readonly string[]][]) {
    for (const name of names) {
      const one = session.fromPartition(name);
      closeUp(one);
      serveApp(one, role, folders);
    }
  }
}

/** Empties what a visit left in its session. */
export async function clearPartition(name: string): Promise<void> {
  const one = session.fromPartition(name);
  await one.clearData();
  await one.clearCache();
}
