import Database from 'better-sqlite3';
import type { Connect } from '../connection.ts';

export interface FaultPlan {
  /** the k-th call into SQLite fails, counted from 1 */
  readonly at: number;
  /** `once`, `forever` from then on, or `late`: once, but after SQLite has done what it was asked */
  readonly mode: 'once' | 'forever' | 'late';
}

/** A database connection that fails by plan; `calls` counts what went through it. */
export function faultyConnect(plan: FaultPlan): { connect: Connect; calls: () => number } {
  let calls = 0;
  const guarded = <Result>(action: () => Result): Result => {
    calls += 1;
    const due = plan.mode === 'forever' ? calls >= plan.at : calls === plan.at;
    if (!due) return action();
    if (plan.mode === 'late') action();
    throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE');
  };
  const guard = <Target extends object>(target: Target, names: readonly string[]): Target =>
    new Proxy(target, {
      get(real, name) {
        const value = Reflect.get(real, name, real);
        if (typeof value !== 'function') return value;
        if (name === 'prepare') {
          return (sql: string) =>
            guard(guarded(() => value.call(real, sql)) as object, ['run', 'get', 'all']);
        }
        if (!names.includes(String(name))) return value.bind(real);
        return (...parameters: unknown[]) => guarded(() => value.apply(real, parameters));
      },
    });
  const connect: Connect = (path, options) =>
    guard(
      guarded(() => new Database(path, options)),
      ['exec', 'pragma'],
    );
  return { connect, calls: () => calls };
}
