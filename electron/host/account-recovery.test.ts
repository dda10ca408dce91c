import { expect, test, vi } from 'vitest';
import { type HelpDeskView, helpDeskView, staffCommand } from '../contract/index.ts';
import { type RecoveryError, recoveryOver } from './account-recovery.ts';
import type { entraIssuing } from './credentials/index.ts';
import { kit } from './testing/index.ts';

function fakeDesk() {
  let view: entraIssuing.HelpDeskView = { state: 'idle' };
  let tell = () => {};
  const asked: string[] = [];
  const become = (next: entraIssuing.HelpDeskView) => {
    view = next;
    tell();
  };
  const desk: entraIssuing.HelpDesk = {
    view: () => view,
    onChange(listener) {
      tell = listener;
      return () => {};
    },
    async begin(account) {
      asked.push(account);
      become({ state: 'asking' });
    },
    async createPass() {
      become({ state: 'done', pass: 'abc+123', lifetimeMinutes: 60, usableOnce: true });
    },
    finish: () => become({ state: 'idle' }),
    close: async () => {},
  };
  return { desk, become, asked };
}

test('staff lead a verification to its pass and end it; out of turn nothing happens', async () => {
  const { desk, become, asked } = fakeDesk();
  const one = await kit({ recovery: recoveryOver(desk) });
  const staff = await one.staff();
  const shown = (state: HelpDeskView['state']) => staff.until(({ helpDesk }) => helpDesk?.state === state);
  const notNow = { ok: false, error: { code: 'help-desk/not-at-this-state' } };
  await shown('idle');
  expect(await staff.remote.command({ type: 'staff.create-pass' })).toMatchObject(notNow);
  const account = { type: 'staff.verify-account', account: ' erika@desk.example ' } as const;
  expect(await staff.remote.command(account)).toEqual({ ok: true });
  await shown('asking');
  expect(asked).toEqual(['erika@desk.example']);
  expect(await staff.remote.command(account)).toMatchObject(notNow);
  become({ state: 'failed', code: 'entra/wrong-account' });
  const { helpDesk } = await shown('failed');
  expect(helpDeskView.parse(helpDesk)).toMatchObject({ text: expect.stringContaining('No pass was made') });
  become({ state: 'verified' });
  await shown('verified');
  expect(await staff.remote.command({ type: 'staff.create-pass' })).toEqual({ ok: true });
  expect((await shown('done')).helpDesk).toMatchObject({ pass: 'abc+123' });
  expect(JSON.stringify(one.visitor.latest())).not.toContain('abc+123');
  expect(await staff.remote.command({ type: 'staff.end-verification' })).toEqual({ ok: true });
  await shown('idle');
});

test.each([
  ['begin', { type: 'staff.verify-account', account: 'erika@desk.example' }, 'idle', 'no pass was made'],
  ['createPass', { type: 'staff.create-pass' }, 'verified', 'only the directory can say'],
] as const)(
  'what nobody foresaw in %s is told as what it is, and its cause is kept',
  async (name, command, at, words) => {
    const { desk, become } = fakeDesk();
    const cause = new TypeError('not a function');
    desk[name] = () => Promise.reject(cause);
    const reports: RecoveryError[] = [];
    const recovery = recoveryOver(desk, (error) => reports.push(error));
    const changed = vi.fn();
    recovery.listen(changed);
    become({ state: at });
    expect(recovery.command(command)).toEqual({ ok: true });
    await vi.waitFor(() => expect(reports).toHaveLength(1));
    expect(reports[0]?.cause).toBe(cause);
    expect(helpDeskView.parse(recovery.view())).toMatchObject({
      state: 'failed',
      code: reports[0]?.code,
      text: expect.stringContaining(words),
    });
    expect(desk.view()).toEqual({ state: 'idle' });
    expect(changed).toHaveBeenCalled();
    become({ state: 'asking' });
    expect(recovery.view()).toEqual({ state: 'asking' });
  },
);

test('a station that is not set up for it shows and takes nothing', async () => {
  const one = await kit();
  const staff = await one.staff();
  expect(staff.latest().helpDesk ?? null).toBeNull();
  expect(await staff.remote.command({ type: 'staff.create-pass' })).toMatchObject({
    error: { code: 'help-desk/none' },
  });
});

test.each(['erika', 'a b@desk.example', '../users@x/y', '@', 'a@b?c'])('%s is no account', (account) => {
  expect(staffCommand.safeParse({ type: 'staff.verify-account', account }).success).toBe(false);
});
