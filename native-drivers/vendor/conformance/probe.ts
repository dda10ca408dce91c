import { type AdapterHello, type AdapterTell, readTell } from '../messages.ts';
import type { AdapterProcess } from '../process.ts';

/** Something an adapter did that the interface does not allow, or did not do that it asks for. */
export class ConformanceFailure extends Error {}

/** An adapter under test: what it tells, in order, and what it should not have told. */
export interface Probe {
  readonly process: AdapterProcess;
  readonly hello: AdapterHello;
  /**
   * The next tell that fits, from those nobody has asked for yet. Earlier ones that do not fit are passed over.
   *
   * @throws ConformanceFailure when none comes in time, or the adapter leaves
   */
  next(what: string, fits: (tell: AdapterTell) => boolean, limit?: number): Promise<AdapterTell>;
  /** Everything told within that time. */
  within(milliseconds: number): Promise<AdapterTell[]>;
  /** Forgets what has been told so far. */
  settle(milliseconds?: number): Promise<void>;
  /** Lines that were none of the interface. */
  nonsense(): string[];
  /** The code it left with, or undefined while it runs. */
  exited(limit: number): Promise<{ code: number | null } | undefined>;
}

const usualLimit = 5000;
const maxTold = 100_000;

/** Says hello to a fresh adapter. @param haste divides every limit @throws ConformanceFailure */
export async function probe(process: AdapterProcess, protocol: number, haste = 1): Promise<Probe> {
  const told: AdapterTell[] = [];
  const bad: string[] = [];
  const waiting = new Set<() => void>();
  let exit: { code: number | null } | undefined;
  const wake = () => {
    for (const one of [...waiting]) one();
  };
  process.onLine((line) => {
    const tell = line === null ? null : readTell(line);
    if (tell && told.length < maxTold) told.push(tell);
    else if (bad.length < 20) bad.push(line === null ? 'a line that is too long' : line.slice(0, 80));
    wake();
  });
  process.onExit((code) => {
    exit = { code };
    wake();
  });
  const until = async (met: () => boolean, limit: number): Promise<boolean> => {
    const deadline = performance.now() + limit;
    while (!met()) {
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, left);
        waiting.add(done);
      });
    }
    return true;
  };
  const next: Probe['next'] = async (what, fits, asked = usualLimit) => {
    const limit = Math.round(asked / haste);
    const find = () => told.findIndex(fits);
    await until(() => find() >= 0 || exit !== undefined, limit);
    const at = find();
    if (at >= 0) return told.splice(0, at + 1).at(-1)!;
    if (exit) throw new ConformanceFailure(`it left with code ${exit.code} before ${what}`);
    throw new ConformanceFailure(`no ${what} within ${limit} ms`);
  };
  const within: Probe['within'] = async (milliseconds) => {
    await until(() => exit !== undefined, milliseconds);
    return told.splice(0);
  };
  process.order({ do: 'hello', protocol });
  const hello = await next('hello', ({ tell }) => tell === 'hello', 10_000);
  return {
    process,
    hello: hello as AdapterHello,
    next,
    within,
    settle: async (milliseconds = 100) => void (await within(milliseconds)),
    nonsense: () => [...bad],
    async exited(limit) {
      await until(() => exit !== undefined, limit / haste);
      return exit;
    },
  };
}
