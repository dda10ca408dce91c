/** Something tried on real stacks inside the guest; it throws when it did not go as it should. */
export interface Trial {
  name: string;
  /** Why it cannot be tried on this machine. */
  skip?: string | null;
  run(): Promise<void>;
}

export interface TrialOutcome {
  name: string;
  ok: boolean;
  milliseconds: number;
  said: string;
}

const mark = '@trial ';

export const printed = (outcome: TrialOutcome): string => `${mark}${JSON.stringify(outcome)}`;

/** What a run in the guest printed, whatever else stands between. */
export function outcomesIn(output: string): TrialOutcome[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith(mark))
    .map((line) => JSON.parse(line.slice(mark.length)) as TrialOutcome);
}

const patience = 60_000;

/** Waits for what is to come true. The guest is emulated, so patience is long and nothing is timed by sleeping. */
export async function until(
  what: string,
  holds: () => boolean,
  instead: () => string = () => '',
): Promise<void> {
  const end = Date.now() + patience;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what} ${instead()}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

export function expectSame(what: string, got: unknown, wanted: unknown): void {
  const [left, right] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (left !== right) throw new Error(`${what}: ${left} where ${right} was to be`);
}

/** The code a piece of work failed with; `none` when it went well. */
export function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? String(error),
  );
}
