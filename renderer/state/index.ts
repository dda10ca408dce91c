export { type Connector, connectorFor, type ElectronBridge, type LinkState } from './channel.ts';
export { clockFace, partLeft, secondsUntil } from './countdown.ts';
export { type PictureState, useHostNow, usePicture } from './hooks.ts';
export { createWindowStore, type WindowState, type WindowStore } from './store.ts';
