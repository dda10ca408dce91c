export { serveWindow } from './serve-window.ts';
