import { CodedError } from '../contract/errors.ts';

/** The command line was not understood. */
export class UsageError extends CodedError<'cli/no-command' | 'cli/unknown-command' | 'cli/bad-arguments'> {}

function systemCodeOf(error: Error): string {
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' ? ` (${code})` : '';
}

/**
 * One line for standard error: `proofdesk: <code>: <message>`. Only our own messages are shown, for they are known to
 * hold no personal data; a foreign error gives its class and system code.
 */
export function errorLine(error: unknown): string {
  if (error instanceof CodedError)
    return `proofdesk: ${error.code}: ${error.message.replaceAll('\n', ' ')}\n`;
  const what = error instanceof Error ? `${error.name}${systemCodeOf(error)}` : typeof error;
  return `proofdesk: cli/unexpected: ${what}\n`;
}
