/** Work that is to be done after a while, and all of it called off at once. */
interface Delays {
  after(milliseconds: number, work: () => void): void;
  stop(): void;
}

export function delays(): Delays {
  const timers = new Set<NodeJS.Timeout>();
  return {
    after(milliseconds, work) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        work();
      }, milliseconds);
      timers.add(timer);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
