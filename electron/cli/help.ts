import type { CommandEntry } from './command.ts';

const EXIT_CODES = `Exit codes:
  0  done
  1  something failed; one line on standard error says what
  2  the command line was not understood
`;

function list(entries: readonly CommandEntry[]): string {
  const names = entries.map((entry) => entry.path.join(' '));
  const width = Math.max(0, ...names.map((name) => name.length));
  return entries
    .map((entry, index) => `  ${(names[index] ?? '').padEnd(width)}  ${entry.summary}\n`)
    .join('');
}

/** `proofdesk --help`. */
export function topHelp(entries: readonly CommandEntry[]): string {
  return `Proofdesk, the identity proofing kiosk: commands for operators and integrators.

Usage: proofdesk <command> [options]

Commands:
${list(entries)}
Options:
  -h, --help     This text, or a command's own: proofdesk <command> --help
  -V, --version  The version of this program

Results are JSON on standard output, errors one line on standard error: proofdesk: <code>: <message>

${EXIT_CODES}`;
}

/** `proofdesk <group> --help`. */
export function groupHelp(name: string, about: string, entries: readonly CommandEntry[]): string {
  return `${about}

Usage: proofdesk ${name} <command> [options]

Commands:
${list(entries)}
Options:
  -h, --help  This text, or a command's own: proofdesk ${name} <command> --help

${EXIT_CODES}`;
}
