import { useEffect, useState } from 'react';
import type { CameraWatch } from '../../camera/index.ts';
import { useParts, useVisiting, useWindowState } from '../kiosk.tsx';
import { useCameraRule } from './useCameraRule.ts';

/** Keeps the host told of the cameras while nobody is photographed. */
export function useCameraWatch(): void {
  const { watchCameras } = useParts();
  const { report } = useVisiting();
  const [watch, setWatch] = useState<CameraWatch | null>(null);
  const seen = usePageSeen();
  const heard = useWindowState((state) => state.link === 'open');
  const step = useWindowState((state) => state.snapshot?.step.name);
  const rule = useCameraRule();
  const wanted = useWindowState((state) => state.snapshot?.cameraCheckWanted ?? null);

  useEffect(() => {
    const started = watchCameras?.((found) => void report({ type: 'camera.report', report: found }));
    setWatch(started ?? null);
    return () => started?.stop();
  }, [watchCameras, report]);

  useEffect(() => {
    // While a face is photographed its session tells of the camera.
    watch?.update({ rule, wanted, free: seen && heard && step === 'attract' });
  }, [watch, rule, wanted, seen, heard, step]);
}

/** A page that is not seen is given no pictures to measure. */
function usePageSeen(): boolean {
  const [seen, setSeen] = useState(() => !document.hidden);
  useEffect(() => {
    const look = () => setSeen(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return seen;
}
