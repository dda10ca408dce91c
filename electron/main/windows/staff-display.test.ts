import { expect, it } from 'vitest';
import { display } from '../testing/electron-double.ts';
import { startShell } from '../testing/start-shell.ts';

it('ends for a person to look at when a staffed desk has no screen for staff', async () => {
  const shell = await startShell({
    packaged: true,
    station: { profile: 'attended' },
    displays: [display(1, 0)],
  });
  expect(shell.logged.find(({ code }) => code === 'app/exit')).toMatchObject({
    exitCode: 12,
    because: 'page/no-staff-display',
  });
});

it('shares one screen between both in training', async () => {
  const shell = await startShell({ displays: [display(1, 0)] });
  expect(shell.logged.find(({ code }) => code === 'app/exit')).toBeUndefined();
});
