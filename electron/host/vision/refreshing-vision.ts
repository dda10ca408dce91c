import type { Shell } from '../ports.ts';

/** Visits after which the face engine begins anew: its runtime gives no memory back to the system. */
const visitsPerVisionPage = 40;

/** Renews the face engine's page while nobody waits for it, in the moment after a visitor has left. */
export function refreshingVision(shell: Shell): Shell {
  let visits = 0;
  return {
    ...shell,
    openVision: () => shell.openVision(),
    visitEnded() {
      shell.visitEnded();
      visits += 1;
      if (visits % visitsPerVisionPage === 0) shell.openVision();
    },
  };
}
