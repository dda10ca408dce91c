import { useMemo } from 'react';
import type { CameraRule } from '../../../electron/contract/index.ts';
import { useWindowState } from '../kiosk.tsx';

/** Which cameras are the station's; the same object as long as that does not change. */
export function useCameraRule(): CameraRule {
  const allowed = useWindowState((state) => state.snapshot?.station.cameras.join(' ') ?? '');
  const simulated = useWindowState((state) => state.snapshot?.station.simulated ?? false);
  return useMemo(() => ({ allowed: allowed.split(' ').filter(Boolean), simulated }), [allowed, simulated]);
}
