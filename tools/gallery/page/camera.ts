import type { StartFaceSession } from '../../../renderer/visitor/face/session.ts';
import type { Case } from './case.ts';
import { drawPerson } from './pictures.ts';

/** A camera that sees a drawing, or fails in the way the case asks for. */
export function galleryCamera({ camera = 'live' }: Case): StartFaceSession {
  return (video, events) => {
    const seen = camera !== 'lost' && camera !== 'denied' && camera !== 'none';
    if (seen) {
      const canvas = document.createElement('canvas');
      canvas.width = 720;
      canvas.height = 960;
      const pen = canvas.getContext('2d');
      if (pen) drawPerson(pen, 0, 0, 720, 960);
      video.srcObject = canvas.captureStream(5);
      // The stream of a canvas sends its first frame on the next change.
      requestAnimationFrame(() => pen && drawPerson(pen, 0, 0, 720, 960));
    }
    queueMicrotask(() => {
      events.camera(seen ? 'live' : camera, 'Gallery camera');
      if (camera === 'live') events.hint('nearer', 0);
      if (camera === 'mirrored') events.hint('eyes-mirrored', 0);
      if (camera === 'ready') events.hint('ready', 0.6);
      if (camera === 'asked') events.asked({ phase: 'act', action: 1, colour: null });
    });
    return { take: () => events.taken([new Uint8Array([0xff, 0xd8])], undefined), retry() {}, stop() {} };
  };
}
