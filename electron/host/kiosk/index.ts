export type { Submitted } from './asking.ts';
export { createKiosk, type Kiosk } from './kiosk.ts';
export { type Live, readerKind, readerPhase } from './live.ts';
export { pageRefsOf, portraitRefOf } from './pictures.ts';
export type { View } from './view.ts';
export type { RunningVisit } from './visit-runner.ts';
