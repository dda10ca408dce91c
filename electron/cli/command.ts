import type { ParseArgsConfig } from 'node:util';
import type { CliIo } from './io.ts';

export type OptionValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

export interface Arguments {
  readonly values: OptionValues;
  readonly positionals: readonly string[];
}

/** What a module in `commands/` exports as `command`. `--help` is added to every command's options. */
export interface Command {
  /** The whole text of `--help`, ending in a newline. */
  readonly help: string;
  /** As `node:util` parseArgs takes them; anything else on the command line is refused. */
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  readonly allowPositionals?: boolean;
  /**
   * @returns the exit code: EXIT_OK or EXIT_FAILED.
   * @throws UsageError for arguments that can't be meant; any other error ends as one line and EXIT_FAILED.
   */
  run(given: Arguments, io: CliIo): Promise<number>;
}

export interface CommandEntry {
  /** The words that name it: `['mrz', 'parse']`. */
  readonly path: readonly [string, ...string[]];
  /** One line for the list of commands. */
  readonly summary: string;
  /** Imports the command's module, so that one command does not pay for the others' libraries. */
  load(): Promise<Command>;
}
