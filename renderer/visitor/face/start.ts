import { startFaceCapture } from '../../camera/index.ts';
import type { StartFaceSession } from './session.ts';

/** The kiosk's own camera and guide; the models lie beside the page under both shells. */
export const startFaceSession: StartFaceSession = (video, events, rule, challenge) =>
  startFaceCapture(
    video,
    {
      ...events,
      unguided(error) {
        // The person goes on by hand; the code helps whoever looks after the station.
        console.error((error as { code?: string } | null)?.code ?? 'camera/unguided');
        events.unguided();
      },
    },
    { rule, challenge },
  );
