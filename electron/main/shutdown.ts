import { app } from 'electron';

/**
 * Runs `close` once before the app ends, however the end was asked for (SIGTERM of systemd, the system's shutdown, a
 * closed session), then exits. Windows that close by themselves are no reason to end.
 */
export function closeBeforeQuit(close: () => Promise<void>): { quit(): void } {
  let closing = false;
  const quit = () => {
    if (closing) return;
    closing = true;
    void close().finally(() => app.exit(0));
  };
  app.on('window-all-closed', () => {});
  app.on('before-quit', (event) => {
    event.preventDefault();
    quit();
  });
  return { quit };
}
