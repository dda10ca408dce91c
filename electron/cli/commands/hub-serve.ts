import type { Command } from '../command.ts';
import { ENVIRONMENT_HELP, PASSPHRASE_HELP, PLACE_HELP } from '../issuer/options.ts';
import { hubOptions, SERVE_HELP, serve } from '../issuer/serve.ts';

const help = `Runs the hub: the organisation's central issuer, with what its kiosks need of it.

Usage: proofdesk hub serve --data DIR (--base-url URL | --loopback-http) [--port N]

Issues over OpenID4VCI 1.0, hosts the status lists, enrols kiosks, makes offers for them, takes their offline tickets and
holds their sealed logs. Runs until it is interrupted.

Output, one JSON line when it is ready:
  {"ready": true, "url", "issuer", "haip", "did", "listening", "test_only", "trust_anchor"}
    url           what kiosks are given (proofdesk hub join --url)
    trust_anchor  what verifiers must trust, PEM; null when it was not supplied

Options:
${PLACE_HELP}
${SERVE_HELP}
  --relay-tokens FILE JSON object of kiosks and their tokens (32 characters or more): takes Microsoft Entra's callbacks
                      for them (docs/entra.md). They wait in this process: give one process all of URL/entra/
  --trust-proxy N     proxies of yours in front, one behind the other: the client is the Nth address from the right of
                      X-Forwarded-For (default: 0, no header is believed). By client, vain enrolments and tickets are
                      limited
  -h, --help          This text

${ENVIRONMENT_HELP}
${PASSPHRASE_HELP}

Exit codes:
  0  ended as it was told to
  1  could not start; one line on standard error says why
  2  the command line was not understood
`;

export const command: Command = { help, options: hubOptions, run: (given, io) => serve(given, io, true) };
