import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBesidePcscd, whyNoPcscd } from '../testing/pcscd.ts';

const scenario = (name: string) =>
  runBesidePcscd(join(import.meta.dirname, '../testing/pcsc-scenarios.ts'), [name]);

if (whyNoPcscd) console.warn(`PC/SC beside a real pcscd is not tested: ${whyNoPcscd}`);

describe.skipIf(whyNoPcscd !== null)('PC/SC through a real pcscd', () => {
  it('reads passports, in the field of its virtual reader as in this process', async () => {
    const [pace, bac, mapped] = await scenario('reading');
    expect(pace).toMatchObject({
      atr: [0x3b, 0x80, 0x80, 0x01, 0x01],
      access: { protocol: 'PACE', mapping: 'GM' },
      same: true,
      figures: { restarts: 0, blockLength: 223 },
    });
    expect(bac).toMatchObject({ access: { protocol: 'BAC' }, same: true, figures: { restarts: 0 } });
    expect(mapped).toMatchObject({
      access: { protocol: 'PACE', mapping: 'CAM', cipher: 'AES-256' },
      proofs: ['passed', 'not-checked', 'passed'],
      same: true,
      figures: { restarts: 0, blockLength: 2048 },
    });
  }, 60_000);

  it('tells a document that is taken away from one that is silent, and reads on when it is back', async () => {
    const [torn, empty, again] = await scenario('takenAway');
    expect(torn).toEqual({ torn: 'chip/gone', direct: 'device/no-document', told: 'told' });
    expect(empty).toEqual({ empty: 'device/no-document' });
    expect(again).toMatchObject({ groups: [1, 2, 14] });
    expect((again as { before: number }).before).toBeGreaterThan(3000);
    expect(await scenario('silent')).toEqual([{ silent: 'chip/no-answer' }, { next: 'PACE' }]);
  }, 60_000);

  it('holds a card for itself, and waits for one that another holds', async () => {
    expect(await scenario('exclusive')).toEqual([
      { second: 'device/busy', tried: true },
      { afterwards: [0x90, 0x00] },
    ]);
  }, 60_000);

  it('starts a card over', async () => {
    expect(await scenario('reset')).toEqual([
      { protocol: 'PACE' },
      { protocol: 'PACE' },
      { afterClose: 'device/failed' },
    ]);
  }, 60_000);

  it('outlives the service', async () => {
    expect(await scenario('service')).toEqual([
      {
        running: false,
        held: 'device/disconnected-while-sending',
        connect: 'device/disconnected-before-sending',
      },
      { running: true, protocol: 'PACE' },
    ]);
  }, 60_000);

  it('is not held up by a service that hangs', async () => {
    expect(await scenario('hangs')).toEqual([{ readers: 0, fault: 'device/time-out', ticked: true }]);
  }, 60_000);

  it('is not ended by what a dead service leaves to the garbage collector', async () => {
    expect(await scenario('collected')).toEqual([{ running: true }]);
  }, 60_000);
});
