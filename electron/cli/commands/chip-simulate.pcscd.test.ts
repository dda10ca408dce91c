import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBesidePcscd, whyNoPcscd } from '../../../native-drivers/testing/pcscd.ts';

if (whyNoPcscd) console.warn(`chip simulate beside a real pcscd is not tested: ${whyNoPcscd}`);

async function checks(defect: string) {
  const file = join(import.meta.dirname, '../testing/simulate-and-read.ts');
  const [report] = (await runBesidePcscd(file, [defect])) as [
    { code: number; checks: { check: string; outcome: string }[]; laid: number; err: string },
  ];
  return { ...report, checks: report.checks.map(({ check, outcome }) => `${check} ${outcome}`) };
}

describe.skipIf(whyNoPcscd !== null)('chip simulate and chip read, through a real pcscd', () => {
  it('lay a passport on the virtual reader and read it', { timeout: 60_000 }, async () => {
    expect(await checks('none')).toEqual({
      code: 0,
      laid: 0,
      err: '',
      checks: [
        'chip-access passed',
        'passive-authentication passed',
        'chip-authentication passed',
        'mrz-chip-match not-checked',
      ],
    });
  });

  it('lay a copy, which is found out', { timeout: 60_000 }, async () => {
    const { code, checks: found } = await checks('cloned-chip');
    expect(code).toBe(1);
    expect(found).toContain('chip-authentication failed');
  });
});
