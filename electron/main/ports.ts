import { ipcMain, MessageChannelMain, type WebContents, type WebFrameMain } from 'electron';
import { portChannel, portRequestChannel } from '../contract/port.ts';
import type { WindowRole } from '../contract/windows.ts';
import { log } from './log.ts';
import { isPageOf } from './origin.ts';
import type { RoleOf } from './permissions.ts';
import type { HostProcess } from './processes/host.ts';

/**
 * Hands each window its pipe to the host. A port goes only to the main frame of the page of the window's own role, and
 * to the very frame that asked. A page that asked too early (the host is starting, the window is pre-warmed) waits.
 */
export class PortOffice {
  private readonly served = new Set<WebContents>();
  private readonly waiting = new Map<WebContents, WebFrameMain>();
  private readonly roleOf: RoleOf;
  private readonly host: Pick<HostProcess, 'ready' | 'handWindowPort'>;

  constructor(roleOf: RoleOf, host: Pick<HostProcess, 'ready' | 'handWindowPort'>) {
    this.roleOf = roleOf;
    this.host = host;
    ipcMain.on(portRequestChannel, (event) => {
      const frame = event.senderFrame;
      const { sender } = event;
      if (!frame || frame !== sender.mainFrame) {
        log('port/refused', { why: 'not-the-main-frame' });
        return;
      }
      this.forgetWhenDestroyed(sender);
      this.waiting.set(sender, frame);
      this.serve(sender);
    });
  }

  /** Serves a page that waits, if it may have its port now. */
  serve(contents: WebContents): void {
    const frame = this.waiting.get(contents);
    const role = this.roleOf(contents);
    if (!frame || !role || !this.host.ready) return;
    this.waiting.delete(contents);
    if (contents.isDestroyed() || frame.isDestroyed() || !isPageOf(role, frame.url)) {
      log('port/refused', { why: 'not-the-page', role });
      return;
    }
    this.served.add(contents);
    this.hand(frame, role);
  }

  /** Pages that spoke to an earlier host begin anew, and ask again; those that wait get their port. */
  hostIsReady(): void {
    for (const contents of this.served) contents.reload();
    this.served.clear();
    for (const contents of [...this.waiting.keys()]) this.serve(contents);
  }

  private forgetWhenDestroyed(contents: WebContents): void {
    if (this.waiting.has(contents) || this.served.has(contents)) return;
    contents.once('destroyed', () => {
      this.waiting.delete(contents);
      this.served.delete(contents);
    });
  }

  private hand(frame: WebFrameMain, role: WindowRole): void {
    const { port1, port2 } = new MessageChannelMain();
    frame.postMessage(portChannel, null, [port1]);
    this.host.handWindowPort(role, port2);
    log('port/handed', { role });
  }
}
