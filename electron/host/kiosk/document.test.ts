import { describe, expect, test } from 'vitest';
import type { DocumentRead, StepOf } from '../../contract/index.ts';
import { kit, passport, walkTo } from '../testing/index.ts';

type Reading = StepOf<'document-reading'>;
type Review = StepOf<'document-review'>;
const numberOf = ({ fields }: Review) => fields.find(({ field }) => field === 'documentNumber')?.value;

/** A kiosk whose scanner is at it, and what ends each scan. */
async function scanning() {
  const one = await kit();
  await walkTo(one, 'document-reading');
  const finish: ((read: DocumentRead) => void)[] = [];
  one.readers.onScan(() => new Promise((resolve) => finish.push(resolve)));
  one.readers.swipe();
  await one.visitor.until(({ step }) => (step as Reading).phase === 'scanning');
  return { one, finish };
}

describe('the reader', () => {
  test('that is unplugged before is told, leaves a way on, and works again when it is back', async () => {
    const one = await kit();
    one.readers.unplug('reader');
    const { step } = await walkTo(one, 'document-reading');
    expect(step).toMatchObject({ phase: 'unplugged', wayOn: true });
    one.readers.plug('reader');
    const back = await one.visitor.until(
      ({ step }) => step.name === 'document-reading' && step.phase === 'waiting',
    );
    expect(back.step).toMatchObject({ wayOn: false, attempt: 1 });
    await walkTo(one, 'document-review');
  });

  test('that is unplugged in the middle of a reading costs the visitor no attempt', async () => {
    const one = await kit();
    await walkTo(one, 'document-reading');
    one.readers.begin();
    await one.visitor.until(({ step }) => (step as Reading).phase === 'reading');
    one.readers.fail('device/disconnected-while-sending');
    one.readers.unplug('reader');
    const { step } = await one.visitor.until(
      ({ step }) => (step as Reading).phase === 'unplugged' && (step as Reading).problem !== null,
    );
    expect(step).toMatchObject({
      problem: 'interrupted',
      fault: 'device/disconnected-while-sending',
      attempt: 1,
      wayOn: true,
    });
    one.readers.plug('reader');
    await walkTo(one, 'document-review');
  });

  test('that is not there at all is told as such', async () => {
    const one = await kit();
    one.readers.removeAll();
    const { step } = await walkTo(one, 'document-guidance');
    expect(step).toMatchObject({ reader: 'none' });
    await one.visitor.remote.command({ type: 'visit.continue', step: 'document-guidance' });
    const reading = await one.visitor.until(({ step }) => step.name === 'document-reading');
    expect(reading.step).toMatchObject({ phase: 'no-reader', wayOn: true });
    await one.visitor.remote.command({ type: 'visit.call-staff' });
    await one.visitor.until(({ step }) => step.name === 'referred');
  });

  test('that sends garbage counts, and the last attempt leads to a person', async () => {
    const one = await kit();
    await walkTo(one, 'document-reading');
    for (let attempt = 2; attempt <= 5; attempt += 1) {
      one.readers.swipe(['HELLO']);
      const { step } = await one.visitor.until(({ step }) => (step as Reading).attempt === attempt);
      expect(step).toMatchObject({ phase: 'problem', problem: 'not-an-mrz', wayOn: attempt > 2 });
    }
    one.readers.fail('device/protocol');
    const { step } = await one.visitor.until(({ step }) => step.name === 'referred');
    expect(step).toMatchObject({ reason: 'attempts' });
  });

  test('may be used before "Continue" was touched', async () => {
    const one = await kit();
    await walkTo(one, 'document-guidance');
    one.readers.swipe();
    await one.visitor.until(({ step }) => step.name === 'document-review');
  });

  test('says nothing to a kiosk that waits for nobody', async () => {
    const one = await kit();
    one.readers.swipe();
    one.readers.fail('device/failed');
    expect((await one.visitor.until(() => true)).step.name).toBe('attract');
    expect(await one.vault.listVisits()).toEqual([]);
  });
});

describe('the scanner', () => {
  test('that fails is told to staff, and the visit goes on without a page', async () => {
    const one = await kit();
    one.readers.failScan('device/jam');
    const { step } = await walkTo(one, 'document-review');
    expect(step).toMatchObject({ pageRefs: [], portraitRef: null });
    expect((await one.staff()).latest().notices).toMatchObject([{ code: 'device/jam' }]);
  });

  test('that is missing does not stop the visit either', async () => {
    const one = await kit();
    one.readers.unplug('scanner');
    const { step } = await walkTo(one, 'document-review');
    expect((step as Review).pageRefs).toEqual([]);
    expect(one.readers.scans()).toBe(0);
  });

  test('works once for each reading, whatever is touched meanwhile', async () => {
    const { one, finish } = await scanning();
    for (const language of ['de', 'fr', 'en']) {
      await one.visitor.remote.command({ type: 'visit.set-language', language });
      await one.kiosk.probe();
    }
    one.readers.swipe(passport({ documentNumber: 'Y7654321' }));
    one.readers.fail('device/disconnected-while-sending');
    finish[0]?.(one.readers.page());
    const { step } = await one.visitor.until(({ step }) => step.name === 'document-review');
    expect(numberOf(step as Review)).toBe('•••••567');
    expect(one.readers.scans()).toBe(1);
    expect(one.faces.seen.portraits).toBe(1);
  });

  test('whose page comes late is not taken for the next document', async () => {
    const { one, finish } = await scanning();
    const first = one.readers.page();
    await one.visitor.remote.command({ type: 'document.read-again' });
    one.readers.swipe(passport({ documentNumber: 'Y7654321' }));
    await one.visitor.until(({ step }) => (step as Reading).phase === 'scanning');
    finish[0]?.(first);
    await expect.poll(() => finish.length).toBe(2);
    const second = one.readers.page();
    finish[1]?.(second);
    const { step } = await one.visitor.until(({ step }) => step.name === 'document-review');
    const { bytes } = await one.visitor.remote.picture({ ref: (step as Review).pageRefs[0] ?? '' });
    expect(new TextDecoder().decode(bytes)).toBe("page 2 of nobody's passport");
    expect(numberOf(step as Review)).toBe('•••••321');
  });

  test('whose reading was given up by going back leaves the way free', async () => {
    const { one, finish } = await scanning();
    await one.visitor.remote.command({ type: 'visit.back', step: 'document-reading' });
    finish[0]?.(one.readers.page());
    one.readers.onScan(async () => one.readers.page());
    const { step } = await walkTo(one, 'document-reading');
    expect(step).toMatchObject({ phase: 'waiting' });
    await walkTo(one, 'success');
  });

  test('that is still at it when the visitor leaves brings nothing into the vault', async () => {
    const { one, finish } = await scanning();
    await one.visitor.remote.command({ type: 'visit.cancel' });
    finish[0]?.(one.readers.page());
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(one.vault.database.prepare('SELECT count(*) AS n FROM images').get()).toEqual({ n: 0 });
    expect(one.kiosk.notices()).toEqual([]);
  });
});
