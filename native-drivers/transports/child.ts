import { spawn } from 'node:child_process';
import { CodedError } from '../../electron/contract/index.ts';

export type ChildErrorCode =
  /** There is no such program, or it may not be started. */
  'child/not-started' | 'child/time-out' | 'child/too-large' | 'child/cancelled';

export class ChildError extends CodedError<ChildErrorCode> {}

export interface ChildOrder {
  args: readonly string[];
  /** Milliseconds for the whole run. */
  timeout: number;
  /** Most bytes of output. */
  maxBytes: number;
  input?: string;
  signal?: AbortSignal | undefined;
}

export interface ChildResult {
  code: number | null;
  output: Uint8Array<ArrayBuffer>;
  /** What it complained of, the first part of it. */
  complaint: string;
}

export type RunChild = (order: ChildOrder) => Promise<ChildResult>;

const maxComplaint = 16 * 1024;
/** Milliseconds between asking a program to stop and ending it. */
const grace = 2000;

/**
 * Runs a program to its end. When it is called off or takes too long it is asked to stop, so that it can let go of a
 * device, and then ended.
 *
 * @param env what it sees of the environment, besides this process's own
 */
export function childRunner(program: string, env: NodeJS.ProcessEnv = {}): RunChild {
  return ({ args, timeout, maxBytes, input, signal }) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, [...args], {
        env: { ...process.env, ...env },
        stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        windowsHide: true,
      });
      const parts: Buffer[] = [];
      let size = 0;
      let complaint = '';
      let why: ChildError | null = null;
      let lastResort: NodeJS.Timeout | undefined;
      const stop = (reason: ChildError) => {
        if (why) return;
        why = reason;
        child.kill('SIGINT');
        lastResort = setTimeout(() => child.kill('SIGKILL'), grace);
      };
      const limit = setTimeout(
        () => stop(new ChildError('child/time-out', `${program} takes too long`)),
        timeout,
      );
      const off = () => stop(new ChildError('child/cancelled', 'called off'));
      const settle = (finish: () => void) => {
        clearTimeout(limit);
        clearTimeout(lastResort);
        signal?.removeEventListener('abort', off);
        finish();
      };
      child.on('error', (cause) => {
        if (child.pid !== undefined) return;
        settle(() => reject(new ChildError('child/not-started', `${program} cannot be started`, { cause })));
      });
      child.stdout?.on('data', (part: Buffer) => {
        size += part.length;
        if (size > maxBytes)
          stop(new ChildError('child/too-large', `${program} sends over ${maxBytes} bytes`));
        else parts.push(part);
      });
      child.stderr?.on('data', (part: Buffer) => {
        complaint = (complaint + part.toString('utf8')).slice(0, maxComplaint);
      });
      child.on('close', (code) => {
        settle(() => {
          if (why) return reject(why);
          resolve({ code, output: new Uint8Array(Buffer.concat(parts)), complaint });
        });
      });
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
      signal?.addEventListener('abort', off);
      if (signal?.aborted) off();
    });
}
