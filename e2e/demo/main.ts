import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { codeOf, type DemoOptions, type DemoSummary, runDemo } from './demo.ts';

/** `proofdesk demo`: see electron/cli/commands/demo.ts for what it promises. */
const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    person: { type: 'string' },
    document: { type: 'string' },
    language: { type: 'string', default: 'en' },
    size: { type: 'string', default: '1080x1920' },
  },
});
if (!values.out) {
  process.stderr.write('demo: --out DIR is needed\n');
  process.exit(2);
}
const [width = 1080, height = 1920] = values.size.split('x').map(Number);
const options: DemoOptions = {
  out: values.out,
  language: values.language,
  size: { width, height },
  ...(values.person ? { person: values.person } : {}),
  ...(values.document ? { document: values.document } : {}),
};
mkdirSync(options.out, { recursive: true });

let summary: DemoSummary;
try {
  summary = await runDemo(options);
} catch (error) {
  summary = { ok: false, error: codeOf(error), steps: [] };
}
writeFileSync(join(options.out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(summary)}\n`);
if (!summary.ok) process.stderr.write(`demo: ${summary.error}\n`);
process.exit(summary.ok ? 0 : 1);
