import type { CliIo } from '../io.ts';

/** A line on standard error every few hundred pictures: thousands of them take minutes. */
export function sayHowFar(io: CliIo): (done: number, of: number) => void {
  return (done, of) => {
    if (done % 500 === 0) void io.err(`${done} of ${of} pictures\n`);
  };
}
