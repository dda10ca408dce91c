import { createContext, type ReactNode, useCallback, useContext } from 'react';
import { useStore } from 'zustand';
import type { HostForStation, SimulatorAction, StationSnapshot } from '../../electron/contract/index.ts';
import { SimulationProvider } from '../simulation/simulate.tsx';
import type { WindowState, WindowStore } from '../state/index.ts';

export type StationStore = WindowStore<StationSnapshot, HostForStation>;

const Station = createContext<StationStore | null>(null);

export function StationProvider({ window, children }: { window: StationStore; children: ReactNode }) {
  const pending = useStore(window.store, (state) => state.pending);
  const ask = useCallback(
    (name: string, action: SimulatorAction) => window.run(name, (host) => host.simulate(action)),
    [window],
  );
  return (
    <Station.Provider value={window}>
      <SimulationProvider ask={ask} pending={pending}>
        {children}
      </SimulationProvider>
    </Station.Provider>
  );
}

export function useStationStore(): StationStore {
  const store = useContext(Station);
  if (!store) throw new Error('no station window around this component');
  return store;
}

export function useStationState<T>(select: (state: WindowState<StationSnapshot>) => T): T {
  return useStore(useStationStore().store, select);
}
