import type { CameraReport, Device } from '../contract/index.ts';

/** The cameras the visitor's window sees, as devices of the station; what a window says of them is its word alone. */
export function createCameras(_kiosk: {
  /** USB ids of this station's cameras; none when any will do. */
  allowed: readonly string[];
  simulated: boolean;
}) {
  let report: CameraReport | null = null;
  return {
    reported(next: CameraReport) {
      report = next;
    },
    /** None before a window has reported. */
    devices(): Device[] {
      if (!report?.label) return [];
      const { label, state } = report;
      return [
        {
          id: `camera:${label}`.slice(0, 120),
          kind: 'camera',
          name: label.slice(0, 120),
          transport: 'media',
          state: state === 'live' ? 'ready' : state === 'starting' ? 'opening' : 'absent',
          simulated: _kiosk.simulated,
          fault: null,
        },
      ];
    },
  };
}
