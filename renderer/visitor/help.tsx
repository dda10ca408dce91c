import { createContext, type ReactNode, useCallback, useContext } from 'react';
import { useParts, useVisiting } from './kiosk.tsx';

const Called = createContext<() => void>(() => {});

/** Says on the screen that somebody was called. */
export function HelpProvider({ called, children }: { called: () => void; children: ReactNode }) {
  return <Called.Provider value={called}>{children}</Called.Provider>;
}

/**
 * Calls a member of staff. With staff beside the visitor it is a bell, and the screen says that it was heard; in a
 * lobby the visit goes on with a ticket, and that screen speaks for itself.
 */
export function useCallStaff(): () => Promise<void> {
  const { window } = useParts();
  const { send } = useVisiting();
  const called = useContext(Called);
  return useCallback(async () => {
    const stepNow = () => window.store.getState().snapshot?.step.name;
    const before = stepNow();
    const { ok } = await send({ type: 'visit.call-staff' });
    if (ok && stepNow() === before) called();
  }, [window, send, called]);
}
