import { resolve } from 'node:path';
import { makeFolder } from '../../../issuer/hub/index.ts';
import { CodedError } from '../../contract/errors.ts';
import { joinWithFile, wishToJoin } from '../../host/index.ts';
import type { Arguments, Command } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { coded } from '../issuer/coded.ts';
import { needed, profilesOf, text } from '../issuer/options.ts';

const help = `Makes this kiosk one of a hub's.

Usage: proofdesk hub join --url URL --code CODE [--data DIR]
       proofdesk hub join --url URL --code CODE --identity FILE

Looks whether there is a hub, and leaves word for the kiosk of the data folder, which joins with a key of its own at its
next start, or within a minute when it runs. Its station file must name the hub: "issuer": {"way": "hub", "hub": "URL"}.

Output, one JSON line:
  {"hub", "joining": true}     word was left for the kiosk
  {"hub", "kiosk"}             with --identity: joined, and the number it got

Options:
  --url URL        the hub, as hub serve says it
  --code CODE      as hub enrol says it
  --data DIR       the kiosk's data folder (default: ~/.local/share/proofdesk)
  --identity FILE  joins now, with the key in that file: for programs that stand in for a kiosk (ticket mint)
  -h, --help       This text

Exit codes:
  0  done
  1  there is no hub, or it refused
  2  the command line was not understood
`;

/** @throws CodedError `hub/not-there` */
async function assertHub(url: string): Promise<void> {
  const { origin, pathname } = new URL(url);
  const path = pathname.replace(/\/$/, '');
  const metadata = `${origin}/.well-known/openid-credential-issuer${path}/open`;
  let found: unknown;
  try {
    const answer = await fetch(metadata, { redirect: 'error', signal: AbortSignal.timeout(15_000) });
    found = ((await answer.json()) as { credential_issuer?: unknown }).credential_issuer;
  } catch (cause) {
    throw new CodedError('hub/not-there', 'no hub answers at this address', { cause });
  }
  if (found !== `${url}/open`)
    throw new CodedError('hub/not-there', 'the hub at this address calls itself by another');
}

/** Claims and codes go there: https, or http on this machine. @throws UsageError */
function hubUrl(values: Arguments['values']): string {
  const url = needed(values, 'url', 'URL').replace(/\/$/, '');
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && loopback))
    throw new UsageError('cli/bad-arguments', '--url is the hub’s https address, as hub serve says it');
  return url;
}

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  const url = hubUrl(values);
  const code = needed(values, 'code', 'CODE');
  const identity = text(values, 'identity');
  await assertHub(url);
  if (identity !== undefined) {
    const [profile] = await coded(profilesOf({}));
    const kiosk = await coded(joinWithFile(resolve(identity), { url, code, profile }));
    await io.out(`${JSON.stringify({ hub: url, kiosk })}\n`);
    return EXIT_OK;
  }
  const folder = dataFolder(values);
  await coded(
    (async () => {
      await makeFolder(folder);
      await wishToJoin(folder, url, code);
    })(),
  );
  await io.out(`${JSON.stringify({ hub: url, joining: true })}\n`);
  return EXIT_OK;
}

export const command: Command = {
  help,
  options: {
    url: { type: 'string' },
    code: { type: 'string' },
    data: { type: 'string' },
    identity: { type: 'string' },
  },
  run,
};
