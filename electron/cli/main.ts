import { parseArgs } from 'node:util';
import type { Arguments, Command, CommandEntry } from './command.ts';
import { COMMANDS, GROUPS } from './commands.ts';
import { errorLine, UsageError } from './errors.ts';
import { EXIT_FAILED, EXIT_OK, EXIT_USAGE } from './exit-codes.ts';
import { groupHelp, topHelp } from './help.ts';
import { type CliIo, OutputClosed } from './io.ts';

export interface CommandTable {
  readonly commands: readonly CommandEntry[];
  readonly groups: Readonly<Record<string, string>>;
}

const isHelp = (word: string | undefined): boolean => word === '--help' || word === '-h';

function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).some(isHelp);
}

function findCommand(argv: readonly string[], commands: readonly CommandEntry[]): CommandEntry | undefined {
  return commands
    .filter((entry) => entry.path.every((word, index) => argv[index] === word))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

function parseOptions(command: Command, name: string, args: readonly string[]): Arguments {
  try {
    return parseArgs({
      args: [...args],
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: command.allowPositionals ?? false,
      strict: true,
    });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
    throw new UsageError('cli/bad-arguments', `${reason}; see proofdesk ${name} --help`, { cause: error });
  }
}

async function runCommand(entry: CommandEntry, args: readonly string[], io: CliIo): Promise<number> {
  const command = await entry.load();
  if (asksForHelp(args)) {
    await io.out(command.help);
    return EXIT_OK;
  }
  return await command.run(parseOptions(command, entry.path.join(' '), args), io);
}

async function printVersion(io: CliIo): Promise<number> {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  await io.out(`${manifest.version}\n`);
  return EXIT_OK;
}

async function runGroup(
  name: string,
  argv: readonly string[],
  table: CommandTable,
  io: CliIo,
): Promise<number> {
  const [, next] = argv;
  const entries = table.commands.filter((entry) => entry.path[0] === name);
  if (isHelp(next)) {
    await io.out(groupHelp(name, table.groups[name] ?? '', entries));
    return EXIT_OK;
  }
  if (next === undefined)
    throw new UsageError('cli/no-command', `which command? See proofdesk ${name} --help`);
  throw new UsageError('cli/unknown-command', `no command '${name} ${next}'; see proofdesk ${name} --help`);
}

async function dispatch(argv: readonly string[], table: CommandTable, io: CliIo): Promise<number> {
  const entry = findCommand(argv, table.commands);
  if (entry) return await runCommand(entry, argv.slice(entry.path.length), io);
  const [first] = argv;
  if (first === undefined) throw new UsageError('cli/no-command', 'which command? See proofdesk --help');
  if (isHelp(first)) {
    await io.out(topHelp(table.commands));
    return EXIT_OK;
  }
  if (first === '--version' || first === '-V') return await printVersion(io);
  if (Object.hasOwn(table.groups, first)) return await runGroup(first, argv, table, io);
  throw new UsageError('cli/unknown-command', `no command '${first}'; see proofdesk --help`);
}

/**
 * Runs one command line and gives its exit code: 0 done, 1 failed, 2 not understood. Never rejects: errors become one
 * line on standard error, and a reader that went away (`| head`) ends the run quietly.
 * @param argv the words after the program's name.
 */
export async function main(
  argv: readonly string[],
  io: CliIo,
  table: CommandTable = { commands: COMMANDS, groups: GROUPS },
): Promise<number> {
  try {
    return await dispatch(argv, table, io);
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT_OK;
    await io.err(errorLine(error)).catch(() => {});
    return error instanceof UsageError ? EXIT_USAGE : EXIT_FAILED;
  }
}
