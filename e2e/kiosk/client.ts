import { decode, encode } from '@msgpack/msgpack';
import WebSocket from 'ws';
import {
  type Channel,
  type HostForStaff,
  type HostForStation,
  type HostForVisitor,
  link,
  type RpcLink,
  type StaffSnapshot,
  type StationSnapshot,
  type VisitorSnapshot,
  type WindowRole,
} from '../../electron/contract/index.ts';

interface Sides {
  visitor: { host: HostForVisitor; snapshot: VisitorSnapshot };
  staff: { host: HostForStaff; snapshot: StaffSnapshot };
  station: { host: HostForStation; snapshot: StationSnapshot };
}

export interface WindowClient<Role extends keyof Sides> {
  remote: RpcLink<Sides[Role]['host']>['remote'];
  latest(): Sides[Role]['snapshot'];
  /** Resolves with the first snapshot, from now on or the present one, that fits. */
  until(
    fits: (snapshot: Sides[Role]['snapshot']) => boolean,
    timeout?: number,
  ): Promise<Sides[Role]['snapshot']>;
  /** Called when the page is told to begin anew. */
  onRecycle(listener: () => void): void;
  close(): void;
}

/** The connection alone: opens, or tells the code the server closed it with. */
export function dial(
  address: string,
  role: WindowRole,
  options: { origin?: string } = {},
): Promise<{ socket: WebSocket; resume: string }> {
  const url = new URL(address);
  const token = url.hash.replace('#token=', '');
  const socket = new WebSocket(`ws://${url.host}/channel/${role}`, ['proofdesk.v1', token], {
    origin: options.origin ?? url.origin,
  });
  return new Promise((resolve, reject) => {
    socket.once('message', (data) =>
      resolve({ socket, resume: (JSON.parse(String(data)) as { resume: string }).resume }),
    );
    socket.once('close', (code) => reject(new Error(`closed ${code}`)));
    socket.once('error', reject);
  });
}

/** A window without a screen: speaks the contract as the page does. */
export async function connect<Role extends keyof Sides>(
  role: Role,
  address: string,
): Promise<WindowClient<Role>> {
  type Snapshot = Sides[Role]['snapshot'];
  const { socket } = await dial(address, role);
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const recycles = new Set<() => void>();
  socket.on('message', (data, isBinary) => {
    if (!isBinary && String(data).includes('recycle')) for (const listener of recycles) listener();
  });
  let latest: Snapshot | null = null;
  const changed = (snapshot: Snapshot) => {
    if (latest && snapshot.revision < latest.revision) return;
    latest = snapshot;
    for (const listener of [...listeners]) listener(snapshot);
  };
  const { remote } = link<Sides[Role]['host']>(channelOf(socket), { changed });
  changed((await (remote as unknown as { snapshot(): Promise<Snapshot> }).snapshot()) as Snapshot);
  return {
    remote,
    latest: () => latest as Snapshot,
    until(fits, timeout = 30_000) {
      if (latest && fits(latest)) return Promise.resolve(latest);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(
            new Error(
              `the ${role} window waited ${timeout} ms; it shows ${JSON.stringify(latest).slice(0, 600)}`,
            ),
          );
        }, timeout);
        const look = (snapshot: Snapshot) => {
          if (!fits(snapshot)) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(snapshot);
        };
        listeners.add(look);
      });
    },
    onRecycle: (listener) => recycles.add(listener),
    close: () => socket.close(),
  };
}

function channelOf(socket: WebSocket): Channel {
  return {
    post: (message) => socket.send(encode(message, { ignoreUndefined: true })),
    onMessage(listener) {
      const receive = (data: Buffer, isBinary: boolean) => {
        if (isBinary) listener(decode(data));
      };
      socket.on('message', receive);
      return () => socket.off('message', receive);
    },
    onClose(listener) {
      socket.on('close', listener);
      return () => socket.off('close', listener);
    },
    close: () => socket.close(),
  };
}
