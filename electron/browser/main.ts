import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CodedError, type WindowRole } from '../contract/index.ts';
import { help, readOptions } from './options.ts';
import { type BrowserShell, startBrowserShell } from './shell.ts';

const root = resolve(import.meta.dirname, '../..');
const builtDrivers = join(import.meta.dirname, 'drivers.js');

const names: Partial<Record<WindowRole, string>> = {
  visitor: 'Visitor',
  staff: 'Staff',
  station: 'Station panel',
};

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  const say = (role: WindowRole, address: () => string) => {
    const line = options.json
      ? JSON.stringify({ event: 'address', role, url: address() })
      : `${(names[role] ?? role).padEnd(14)} ${address()}`;
    process.stdout.write(`${line}\n`);
  };
  const shell = await startBrowserShell(
    options,
    {
      drivers: existsSync(builtDrivers) ? builtDrivers : join(root, 'native-drivers/main.ts'),
      renderer: join(root, 'out/renderer'),
      resources: process.env.PROOFDESK_RESOURCES ?? join(root, 'resources'),
    },
    say,
  );
  stopOnSignals(shell);
  const { issuerUrl, trustAnchorPem } = shell.host;
  report(options.json, { event: 'issuer', url: issuerUrl, trustAnchor: trustAnchorPem });
  await shell.host.visionReady().then(
    () => report(options.json, { event: 'vision', state: 'ready' }),
    (error) => report(options.json, { event: 'vision', state: 'down', code: codeOf(error) }),
  );
}

function report(json: boolean, line: Record<string, unknown>) {
  if (json) process.stdout.write(`${JSON.stringify(line)}\n`);
  else if (line.state === 'down') process.stderr.write(`Faces are not compared: ${String(line.code)}\n`);
}

function stopOnSignals(shell: BrowserShell) {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // A part that does not let itself be closed must not keep the kiosk from ending: the vault is safe at any moment.
    setTimeout(() => process.exit(0), 5_000).unref();
    await shell.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
}

function codeOf(error: unknown): string {
  return error instanceof CodedError ? error.code : 'kiosk/failed';
}

main().catch((error: unknown) => {
  process.stderr.write(`${codeOf(error)}: ${error instanceof Error ? error.message : 'unknown'}\n`);
  process.exit(error instanceof TypeError ? 2 : 1);
});
