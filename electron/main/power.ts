import { powerMonitor } from 'electron';

export interface PowerEvents {
  onSuspend(): void;
  onResume(): void;
  onShutdown(): void;
}

/** The machine's sleep and end. Cameras, readers and timers do not survive a sleep unchanged. */
export function watchPower(events: PowerEvents): void {
  powerMonitor.on('suspend', () => events.onSuspend());
  powerMonitor.on('resume', () => events.onResume());
  // Its event is documented ("e.preventDefault() delays the shutdown") and missing in Electron's types.
  powerMonitor.on('shutdown', (...args: { preventDefault?: () => void }[]) => {
    args[0]?.preventDefault?.();
    events.onShutdown();
  });
}
