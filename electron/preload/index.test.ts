import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';

test('gives the page two things, and passes the port on as a window message to its own origin', async () => {
  const exposed: Record<string, unknown> = {};
  const sent: unknown[] = [];
  const posted: unknown[] = [];
  const ipcRenderer = Object.assign(new EventEmitter(), { send: (...args: unknown[]) => sent.push(args) });
  vi.doMock('electron', () => ({
    contextBridge: {
      exposeInMainWorld: (name: string, value: unknown) => Object.assign(exposed, { [name]: value }),
    },
    ipcRenderer,
  }));
  vi.stubGlobal('window', { postMessage: (...args: unknown[]) => posted.push(args) });
  vi.stubGlobal('location', { origin: 'app://kiosk' });
  await import('./index.ts');

  const bridge = exposed.proofdesk as { shell: string; ready(): void };
  expect(Object.keys(bridge)).toEqual(['shell', 'ready']);
  expect(bridge.shell).toBe('electron');
  bridge.ready();
  expect(sent).toEqual([['proofdesk:ready']]);
  const port = {};
  ipcRenderer.emit('proofdesk:port', { ports: [port] });
  expect(posted).toEqual([[{ type: 'proofdesk:port' }, 'app://kiosk', [port]]]);
});
