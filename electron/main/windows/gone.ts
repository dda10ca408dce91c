import type { RenderProcessGoneDetails } from 'electron';

type Reason = RenderProcessGoneDetails['reason'];

/**
 * What follows when the process of a page is gone. The type lists every reason Electron has, so that a new one in an
 * update stops the build and not a kiosk. A binary that fails the system's integrity check does not get better by
 * being started again.
 */
export const goneResponses: Record<Reason, 'recreate' | 'leave'> = {
  'clean-exit': 'recreate',
  'abnormal-exit': 'recreate',
  killed: 'recreate',
  crashed: 'recreate',
  oom: 'recreate',
  'launch-failed': 'recreate',
  'integrity-failure': 'leave',
  'memory-eviction': 'recreate',
};
