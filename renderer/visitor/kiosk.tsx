import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import type {
  CameraReport,
  CommandResult,
  HostForVisitor,
  Picture,
  VisitorCommand,
  VisitorSnapshot,
} from '../../electron/contract/index.ts';
import type { CameraWatch } from '../camera/index.ts';
import { type Language, type Messages, messagesIn, shippedLanguage } from '../i18n/index.ts';
import type { WindowState, WindowStore } from '../state/index.ts';
import type { StartFaceSession } from './face/session.ts';

export type VisitorStore = WindowStore<VisitorSnapshot, HostForVisitor>;

/** What the window is built on; the gallery and the tests bring parts of their own. */
export interface KioskParts {
  window: VisitorStore;
  startFaceSession: StartFaceSession;
  /** Looks after the cameras while nobody is photographed; left out where there are none to look after. */
  watchCameras?: (report: (report: CameraReport) => void) => CameraWatch;
}

const Kiosk = createContext<KioskParts | null>(null);

export function KioskProvider({ parts, children }: { parts: KioskParts; children: ReactNode }) {
  return <Kiosk.Provider value={parts}>{children}</Kiosk.Provider>;
}

export function useParts(): KioskParts {
  const parts = useContext(Kiosk);
  if (!parts) throw new Error('no kiosk around this component');
  return parts;
}

export function useWindowState<T>(select: (state: WindowState<VisitorSnapshot>) => T): T {
  return useStore(useParts().window.store, select);
}

export interface Visiting {
  m: Messages;
  language: Language;
  send: (command: VisitorCommand) => Promise<CommandResult>;
  /** Tells the host something nobody pressed a button for. */
  report: (command: VisitorCommand) => Promise<CommandResult>;
  /** Whether this kind of command waits for its answer. */
  waits: (type: VisitorCommand['type']) => boolean;
  picture: (ref: string) => Promise<Picture>;
}

/** Words, commands and pictures for a screen. */
export function useVisiting(): Visiting {
  const { window } = useParts();
  const code = useWindowState((state) => state.snapshot?.language ?? 'en');
  const pending = useWindowState((state) => state.pending);
  const send = useCallback(
    (command: VisitorCommand) => window.run(command.type, (host) => host.command(command)),
    [window],
  );
  const report = useCallback(
    (command: VisitorCommand) => window.run(command.type, (host) => host.command(command), true),
    [window],
  );
  const picture = useCallback(
    async (ref: string): Promise<Picture> => {
      const host = window.host();
      if (!host) throw new Error('the host cannot be heard');
      return host.picture({ ref });
    },
    [window],
  );
  return useMemo(
    () => ({
      m: messagesIn(code),
      language: shippedLanguage(code),
      send,
      report,
      waits: (type) => pending === type,
      picture,
    }),
    [code, pending, send, report, picture],
  );
}
