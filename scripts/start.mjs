// npm start: sets up what is missing, then runs the kiosk. Everything after `--` goes to it.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import {
  downloadElectron,
  electronBinary,
  ensureBuild,
  ensureChromium,
  ensureDependencies,
  ensureModels,
  give,
  hasDisplay,
  projectNode,
  root,
  say,
} from './lib.mjs';

const given = process.argv.slice(2);
ensureDependencies();
ensureModels();
ensureBuild();
const display = hasDisplay();
if (display) downloadElectron();
const electron = display ? electronBinary() : null;
if (!electron) ensureChromium();

const simulate =
  given.includes('--simulate') || (!given.includes('--no-simulate') && (await wantsSimulation()));
const flags = given.filter((flag) => flag !== '--simulate' && flag !== '--no-simulate');
if (simulate) flags.push('--simulate');

const [program, args] = electron
  ? [electron, [root, ...flags]]
  : [projectNode(), [join(root, 'out/main/browser.js'), ...flags, ...(display ? [] : ['--no-window'])]];
say(
  electron
    ? 'Starting the kiosk.'
    : display
      ? 'Starting the kiosk in Chromium.'
      : 'No display here: open these addresses in a browser on this machine. Each works once.',
);
const kiosk = spawn(program, args, { stdio: 'inherit', cwd: root });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => kiosk.kill(signal));
kiosk.on('exit', (code) => process.exit(code ?? 1));

/** Without a reader there is nothing to read: the simulated station is offered, and taken where nobody can answer. */
async function wantsSimulation() {
  // A kiosk with settings of its own is a real one, also on a morning when its reader is unplugged.
  if (given.includes('--station')) return false;
  const { stdout, status } = spawnSync(projectNode(), [join(root, 'out/main/cli.js'), 'device', 'list'], {
    encoding: 'utf8',
  });
  if (status !== 0) give('The attached devices could not be listed.', 'npm run -s proofdesk -- device list');
  if (stdout.trim()) return false;
  if (!process.stdin.isTTY) {
    say(
      'No document reader is attached: this is the simulated station (give -- --no-simulate for the real one).',
    );
    return true;
  }
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await ask.question('No document reader is attached. Start the simulated station? [Y/n] ');
  ask.close();
  return !/^n/i.test(answer.trim());
}
