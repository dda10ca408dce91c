import { createContext, type ReactNode, useCallback, useContext } from 'react';
import { useStore } from 'zustand';
import type {
  CommandResult,
  HostForStaff,
  Picture,
  StaffCommand,
  StaffSnapshot,
} from '../../electron/contract/index.ts';
import type { WindowState, WindowStore } from '../state/index.ts';

export type StaffStore = WindowStore<StaffSnapshot, HostForStaff>;

const Staff = createContext<StaffStore | null>(null);

export function StaffProvider({ window, children }: { window: StaffStore; children: ReactNode }) {
  return <Staff.Provider value={window}>{children}</Staff.Provider>;
}

export function useStaffStore(): StaffStore {
  const store = useContext(Staff);
  if (!store) throw new Error('no staff window around this component');
  return store;
}

export function useStaffState<T>(select: (state: WindowState<StaffSnapshot>) => T): T {
  return useStore(useStaffStore().store, select);
}

/**
 * Sends a command and tells what the host said to it.
 * @param quiet whoever asks shows a refusal, so nobody else has to
 */
export function useSend(quiet = false): (command: StaffCommand) => Promise<CommandResult> {
  const window = useStaffStore();
  return useCallback(
    (command) => window.run(command.type, (host) => host.command(command), quiet),
    [window, quiet],
  );
}

export function useFetchPicture(): (ref: string) => Promise<Picture> {
  const window = useStaffStore();
  return useCallback(
    async (ref) => {
      const host = window.host();
      if (!host) throw new Error('the host cannot be heard');
      return host.picture({ ref });
    },
    [window],
  );
}
