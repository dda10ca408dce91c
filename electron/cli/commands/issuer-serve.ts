import type { Command } from '../command.ts';
import { ENVIRONMENT_HELP, PASSPHRASE_HELP, PLACE_HELP } from '../issuer/options.ts';
import { SERVE_HELP, serve, serveOptions } from '../issuer/serve.ts';

const help = `Runs an OpenID4VCI 1.0 issuer alone: no kiosks, offers are made on the command line (issuer offer).

Usage: proofdesk issuer serve --data DIR (--base-url URL | --loopback-http) [--port N]

Output, one JSON line when it is ready:
  {"ready": true, "url", "issuer", "haip", "did", "listening", "test_only", "trust_anchor"}

Options:
${PLACE_HELP}
${SERVE_HELP}
  -h, --help          This text

${ENVIRONMENT_HELP}
${PASSPHRASE_HELP}

Exit codes:
  0  ended as it was told to
  1  could not start; one line on standard error says why
  2  the command line was not understood
`;

export const command: Command = { help, options: serveOptions, run: (given, io) => serve(given, io, false) };
