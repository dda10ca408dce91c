import { type GuidePort, serveGuide } from './serve-guide.ts';

// A classic worker: MediaPipe's runtime is then the very file that the vision page runs, and no second one is shipped.
serveGuide(self as unknown as GuidePort);
