// Run by the tests of the chip commands in namespaces of its own; writes one JSON value a line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { startPcscd } from '../../../native-drivers/testing/pcscd.ts';
import { main } from '../main.ts';
import { memoryIo } from '../memory-io.fixture.ts';

const pcscd = await startPcscd();
const folder = mkdtempSync(join(tmpdir(), 'proofdesk-chip-'));
const csca = join(folder, 'csca.cer');
try {
  const laying = memoryIo();
  // It lies there until the service goes.
  const laid = main(['chip', 'simulate', '--defect', process.argv[2] ?? 'none', '--csca', csca], laying);
  for (let tries = 0; tries < 400 && laying.written.out === ''; tries += 1) await after(25);
  const reading = memoryIo();
  const code = await main(['chip', 'read', '--can', '123456', '--trust', csca, '--root', csca], reading);
  const report = reading.written.out === '' ? null : (JSON.parse(reading.written.out) as { checks: unknown });
  await pcscd.stop();
  console.log(JSON.stringify({ code, checks: report?.checks, laid: await laid, err: laying.written.err }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
