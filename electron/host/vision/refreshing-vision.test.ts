import { expect, test, vi } from 'vitest';
import { refreshingVision } from './refreshing-vision.ts';

test('the face engine’s page is renewed every forty visits, and only between them', () => {
  const shell = { visitEnded: vi.fn(), openVision: vi.fn() };
  const refreshing = refreshingVision(shell);
  for (let visit = 1; visit <= 79; visit += 1) refreshing.visitEnded();
  expect(shell.visitEnded).toHaveBeenCalledTimes(79);
  expect(shell.openVision).toHaveBeenCalledTimes(1);
  refreshing.visitEnded();
  expect(shell.openVision).toHaveBeenCalledTimes(2);
});
