// npm run -s proofdesk -- COMMAND: the command line, with what it needs installed and built first.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuild, ensureChromium, ensureDependencies, ensureModels, projectNode, root } from './lib.mjs';

ensureDependencies();
const args = process.argv.slice(2);
if (args[0] === 'demo' && !args.includes('--help')) {
  ensureModels();
  ensureChromium();
}
ensureBuild();
const command = spawn(projectNode(), [join(root, 'out/main/cli.js'), ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => command.kill(signal));
command.on('exit', (code) => process.exit(code ?? 1));
