import { createContext, type ReactNode, useCallback, useContext } from 'react';
import { useStore } from 'zustand';
import type {
  CommandResult,
  HostForStation,
  SimulatorAction,
  StationSnapshot,
} from '../../electron/contract/index.ts';
import type { WindowState, WindowStore } from '../state/index.ts';

export type StationStore = WindowStore<StationSnapshot, HostForStation>;

const Station = createContext<StationStore | null>(null);

export function StationProvider({ window, children }: { window: StationStore; children: ReactNode }) {
  return <Station.Provider value={window}>{children}</Station.Provider>;
}

export function useStationStore(): StationStore {
  const store = useContext(Station);
  if (!store) throw new Error('no station window around this component');
  return store;
}

export function useStationState<T>(select: (state: WindowState<StationSnapshot>) => T): T {
  return useStore(useStationStore().store, select);
}

/** Acts on the simulated world, and whether this very action waits for its answer. */
export function useSimulate(): {
  act: (action: SimulatorAction) => Promise<CommandResult>;
  waits: (action: SimulatorAction) => boolean;
} {
  const window = useStationStore();
  const pending = useStationState((state) => state.pending);
  const act = useCallback(
    (action: SimulatorAction) => window.run(nameOf(action), (host) => host.simulate(action)),
    [window],
  );
  return { act, waits: (action) => pending === nameOf(action) };
}

const nameOf = (action: SimulatorAction) => JSON.stringify(action);
