import { contextBridge, ipcRenderer } from 'electron';
import { portChannel, portRequestChannel } from '../contract/port.ts';

// The typings of this project know no DOM outside the renderer; a preload needs these two of it.
declare const window: { postMessage(message: unknown, targetOrigin: string, transfer: unknown[]): void };
declare const location: { origin: string };

contextBridge.exposeInMainWorld('proofdesk', {
  shell: 'electron',
  ready: () => ipcRenderer.send(portRequestChannel),
});

ipcRenderer.on(portChannel, (event) => {
  window.postMessage({ type: portChannel }, location.origin, [...event.ports]);
});
