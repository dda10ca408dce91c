// npm test: sets up what is missing, then runs every check there is and closes with "N passed, N failed".
// `npm test -- unit` (or types, lint, imports, e2e) runs one part.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ensureBuild,
  ensureChromium,
  ensureDependencies,
  ensureModels,
  ensureTestPrograms,
  node,
  say,
} from './lib.mjs';

const wanted = process.argv.slice(2);
ensureDependencies();
ensureChromium();
ensureTestPrograms();
ensureModels();

const results = [];
const reports = mkdtempSync(join(tmpdir(), 'proofdesk-test-'));

function part(name, work) {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  say(`\n── ${name}`);
  const startedAt = Date.now();
  const outcome = work();
  results.push({ name, ...outcome, seconds: (Date.now() - startedAt) / 1000 });
}

const single = (args) =>
  node(args) === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };

/** Counts come from Vitest's own report; a run that made none has failed, whatever it printed. */
function vitest(name, config) {
  const report = join(reports, `${name}.json`);
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const status = node(args);
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, numTotalTests } =
      JSON.parse(readFileSync(report, 'utf8'));
    // A file that cannot even be loaded has no test to fail.
    const unloaded =
      numFailedTests === 0 && (status !== 0 || numTotalTests === 0) ? Math.max(1, numFailedTestSuites) : 0;
    return { passed: numPassedTests, failed: numFailedTests + unloaded, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

part('lint', () => single(['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']));
part('types', () => {
  const all = ['tsconfig.node.json', 'tsconfig.web.json'].map((config) =>
    single(['node_modules/typescript/bin/tsc', '-p', config]),
  );
  return {
    passed: all.filter((one) => one.passed).length,
    failed: all.filter((one) => one.failed).length,
    skipped: 0,
  };
});
part('imports', () => single(['scripts/import-rules.mjs']));
part('build', () => {
  ensureBuild();
  return { passed: 1, failed: 0, skipped: 0 };
});
part('unit', () => vitest('unit', 'vitest.config.ts'));
part('e2e', () => {
  ensureBuild();
  return vitest('e2e', 'vitest.e2e.config.ts');
});

rmSync(reports, { recursive: true, force: true });
const sum = (key) => results.reduce((total, one) => total + one[key], 0);
say('');
for (const { name, passed, failed, skipped, seconds } of results) {
  say(`${name.padEnd(8)} ${passed} passed, ${failed} failed, ${skipped} skipped  (${seconds.toFixed(0)} s)`);
}
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 && sum('passed') > 0 ? 0 : 1);
