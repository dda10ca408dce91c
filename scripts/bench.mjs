// npm run bench: sets up what is missing, then measures. Everything after `--` goes to bench/main.ts.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuild, ensureChromium, ensureDependencies, ensureModels, projectNode, root } from './lib.mjs';

ensureDependencies();
const args = process.argv.slice(2);
if (!args.includes('--help')) {
  ensureChromium();
  ensureModels();
  ensureBuild();
}
const bench = spawn(projectNode(), [join(root, 'bench/main.ts'), ...args], { stdio: 'inherit', cwd: root });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => bench.kill(signal));
bench.on('exit', (code) => process.exit(code ?? 1));
