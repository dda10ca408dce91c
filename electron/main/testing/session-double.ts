import { EventEmitter } from 'node:events';
import { type Life, needReady } from './life.ts';

type Handlers = Pick<
  Electron.Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setBluetoothPairingHandler'
  | 'setSpellCheckerEnabled'
  | 'clearData'
  | 'clearCache'
>;
type Handler<Name extends keyof Handlers> = Parameters<Handlers[Name]>[0];
type Scheme = (request: Request) => Response | Promise<Response>;
type Filter = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;

export class SessionDouble extends EventEmitter implements Handlers {
  readonly partition: string;
  readonly schemes = new Map<string, Scheme>();
  cleared = 0;
  spellChecker = true;
  permissionRequest: Handler<'setPermissionRequestHandler'> = null;
  permissionCheck: Handler<'setPermissionCheckHandler'> = null;
  devicePermission: Handler<'setDevicePermissionHandler'> = null;
  displayMedia: Handler<'setDisplayMediaRequestHandler'> = null;
  private filter: Filter | undefined;

  readonly protocol = {
    handle: (scheme: string, handler: Scheme) => {
      if (this.schemes.has(scheme)) throw new Error('a scheme can be handled once in a session');
      this.schemes.set(scheme, handler);
    },
  };

  readonly webRequest = {
    onBeforeRequest: (filter: Filter) => {
      this.filter = filter;
    },
  };

  constructor(partition: string) {
    super();
    this.partition = partition;
  }

  setPermissionRequestHandler(handler: Handler<'setPermissionRequestHandler'>): void {
    this.permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: Handler<'setPermissionCheckHandler'>): void {
    this.permissionCheck = handler;
  }

  setDevicePermissionHandler(handler: Handler<'setDevicePermissionHandler'>): void {
    this.devicePermission = handler;
  }

  setDisplayMediaRequestHandler(handler: Handler<'setDisplayMediaRequestHandler'>): void {
    this.displayMedia = handler;
  }

  setBluetoothPairingHandler(): void {}

  setSpellCheckerEnabled(enable: boolean): void {
    this.spellChecker = enable;
  }

  async clearData(): Promise<void> {
    this.cleared += 1;
  }

  async clearCache(): Promise<void> {}

  /** What a page of this session gets for an address of the app's scheme. The address is given as written. */
  async fetch(url: string, method = 'GET'): Promise<Response> {
    const handler = this.schemes.get('app');
    if (!handler) throw new Error('ERR_UNKNOWN_URL_SCHEME');
    return handler({ url, method } as Request);
  }

  /** Whether Chromium would go on with this request. */
  lets(url: string): boolean {
    let cancelled = false;
    this.filter?.({ url }, ({ cancel = false }) => {
      cancelled = cancel;
    });
    return !cancelled;
  }

  /** Asks for a permission the way Chromium does: the check first, the request second. */
  request(
    contents: unknown,
    permission: string,
    details: Partial<Electron.MediaAccessPermissionRequest> = {},
  ): boolean {
    let granted = !this.permissionRequest;
    const full = { isMainFrame: true, requestingUrl: '', ...details };
    this.permissionRequest?.(
      contents as Electron.WebContents,
      permission as 'media',
      (answer) => {
        granted = answer;
      },
      full,
    );
    return granted;
  }

  check(
    contents: unknown,
    permission: string,
    origin: string,
    details: Partial<Electron.PermissionCheckHandlerHandlerDetails> = {},
  ): boolean {
    if (!this.permissionCheck) return true;
    const full = { isMainFrame: true, ...details };
    return this.permissionCheck(contents as Electron.WebContents | null, permission as 'media', origin, full);
  }
}

/** `electron.session`; sessions announce themselves on the app as they come to be. */
export function sessionsDouble(life: Life, announce: (session: SessionDouble) => void) {
  const known = new Map<string, SessionDouble>();
  const fromPartition = (partition: string): SessionDouble => {
    needReady(life, 'session.fromPartition');
    const found = known.get(partition);
    if (found) return found;
    const made = new SessionDouble(partition);
    known.set(partition, made);
    announce(made);
    return made;
  };
  return {
    fromPartition,
    get defaultSession() {
      return fromPartition('');
    },
  };
}
