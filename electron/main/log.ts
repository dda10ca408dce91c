type Fact = string | number | boolean | null;

/**
 * One JSON line on stderr, for the journal or the service's log. Codes and numbers only: what a window or the host was
 * working on never reaches main, and must not reach its log either.
 */
export function log(code: string, facts: Record<string, Fact> = {}): void {
  process.stderr.write(
    `${JSON.stringify({ at: new Date().toISOString(), process: 'main', code, ...facts })}\n`,
  );
}
