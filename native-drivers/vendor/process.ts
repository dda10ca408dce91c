import { spawn } from 'node:child_process';
import { type PullParser, puller } from '../protocols/pull.ts';
import { type AdapterOrder, maxAdapterLine } from './messages.ts';

/** An adapter somebody has started, in whatever way. */
export interface AdapterProcess {
  order(order: AdapterOrder): void;
  /** Any line, as to one that is to be shown not to understand it. */
  write(line: string): void;
  /** One line without its end; null for one that is too long, which is cut. */
  onLine(listener: (line: string | null) => void): void;
  /** Calls back once, also for a process that never came up. `code` is null when it was ended by a signal. */
  onExit(listener: (code: number | null) => void): void;
  closeInput(): void;
  kill(): void;
}

function* lineOf(): PullParser<string | null> {
  const line = yield { line: maxAdapterLine };
  return line.length > maxAdapterLine ? null : Buffer.from(line).toString('utf8');
}

/** Cuts output into lines of bounded length. */
export const adapterLines = () => puller(lineOf);

/**
 * Parts a command line into its words: blanks part them, quotes of either kind hold them together, and nothing else has
 * a meaning. No shell is started, so none is left behind when the adapter is ended.
 */
export function commandWords(command: string): string[] {
  const words = command.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? [];
  return words.map((word) => (/^["']/.test(word) ? word.slice(1, -1) : word));
}

export function startAdapter(command: string): AdapterProcess {
  const [program = '', ...args] = commandWords(command);
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
  const lines = adapterLines();
  const hearers: ((line: string | null) => void)[] = [];
  const leavers: ((code: number | null) => void)[] = [];
  let gone: { code: number | null } | null = null;
  const leave = (code: number | null) => {
    if (gone) return;
    gone = { code };
    for (const listener of leavers) listener(code);
  };
  child.stdout.on('data', (bytes: Buffer) => {
    for (const line of lines.push(new Uint8Array(bytes))) for (const listener of hearers) listener(line);
  });
  // The pipe may break before the exit is known; the exit tells so.
  child.stdin.on('error', () => {});
  // Only when all of its output has been read.
  child.on('close', leave);
  child.on('error', () => {
    if (child.pid === undefined) leave(null);
  });
  const write = (line: string) => {
    if (!gone && child.stdin.writable) child.stdin.write(`${line}\n`);
  };
  return {
    order: (order) => write(JSON.stringify(order)),
    write,
    onLine: (listener) => void hearers.push(listener),
    onExit(listener) {
      if (gone) listener(gone.code);
      else leavers.push(listener);
    },
    closeInput: () => child.stdin.end(),
    kill: () => void child.kill('SIGKILL'),
  };
}
