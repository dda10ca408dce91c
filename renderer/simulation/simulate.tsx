import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { CommandResult, SimulatorAction } from '../../electron/contract/index.ts';

interface Simulation {
  act: (action: SimulatorAction) => Promise<CommandResult>;
  /** Whether this very action waits for its answer. */
  waits: (action: SimulatorAction) => boolean;
}

const World = createContext<Simulation | null>(null);

/**
 * The simulated world to act on, whichever window that is done from.
 * @param ask sends an action; `name` is what it is called while it waits
 * @param pending the name of what waits
 */
export function SimulationProvider({
  ask,
  pending,
  children,
}: {
  ask: (name: string, action: SimulatorAction) => Promise<CommandResult>;
  pending: string | null;
  children: ReactNode;
}) {
  const simulation = useMemo(
    () => ({
      act: (action: SimulatorAction) => ask(nameOf(action), action),
      waits: (action: SimulatorAction) => pending === nameOf(action),
    }),
    [ask, pending],
  );
  return <World.Provider value={simulation}>{children}</World.Provider>;
}

export function useSimulate(): Simulation {
  const simulation = useContext(World);
  if (!simulation) throw new Error('no simulated world around this component');
  return simulation;
}

const nameOf = (action: SimulatorAction) => JSON.stringify(action);
