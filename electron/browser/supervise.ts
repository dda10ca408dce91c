import type { BrowserWindow } from './chromium.ts';

/**
 * Keeps one browser window open: started again when it ends, more slowly the more often it ends (0.5 s doubling to
 * 30 s; a window that lived for a minute starts afresh).
 */
export function keepOpen(open: () => BrowserWindow) {
  let window: BrowserWindow | null = null;
  let timer: NodeJS.Timeout | null = null;
  let delay = 500;
  let stopped = false;

  const start = () => {
    if (stopped) return;
    const startedAt = Date.now();
    let mine: BrowserWindow;
    try {
      mine = open();
    } catch {
      // A full disk has no room for a profile, and a full process table none for a browser; both pass.
      return startLater();
    }
    window = mine;
    mine.onExit(() => {
      if (window !== mine || stopped) return;
      if (Date.now() - startedAt > 60_000) delay = 500;
      startLater();
    });
  };
  const startLater = () => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(start, delay);
    delay = Math.min(delay * 2, 30_000);
  };
  start();

  return {
    pid: () => window?.pid,
    /** Opens a fresh window at once; the old one is closed when the new one is up, which the caller says. */
    replace(): () => Promise<void> {
      const old = window;
      if (timer) clearTimeout(timer);
      start();
      return async () => old?.close();
    },
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await window?.close();
    },
  };
}
