import { CodedError } from '../../contract/index.ts';
import { type HostConfig, type HostToShell, type ShellToHost, shellToHost } from '../../contract/shell.ts';
import { type Host, operatingSystemKeyProvider, readersOver, startHost } from '../index.ts';
import { type DriversPort, restartNotice, superviseDrivers } from '../station/index.ts';
import { keysOverShell } from './keys-over-shell.ts';
import { type ParentPort, type Port, portChannel } from './parent-port.ts';
import { shellDrivers } from './shell-drivers.ts';

/** Runs the host for Electron's main process: what main says arrives on `parent`, and so does every pipe. */
export function serveParent(parent: ParentPort, exit: (code: number) => void): void {
  const tell = (message: HostToShell) => parent.postMessage(message);
  const keys = keysOverShell(tell);
  let named: readonly string[] = [];
  const drivers = shellDrivers(() => tell({ type: 'spawn-drivers', args: [...named] }));
  let supervised: DriversPort | null = null;
  let starting: Promise<Host | null> | null = null;
  let stopping = false;

  /** What comes while the host is starting waits for it; a host that could not start hears nothing. */
  function whenUp(work: (host: Host) => void) {
    void starting?.then((host) => {
      if (host && !stopping) work(host);
    });
  }

  parent.on('message', ({ data, ports }) => {
    const parsed = shellToHost.safeParse(data);
    if (parsed.success) receive(parsed.data, ports[0]);
  });

  function receive(message: ShellToHost, port: Port | undefined) {
    switch (message.type) {
      case 'start':
        starting ??= start(message.config);
        return;
      case 'port':
        if (port) whenUp((host) => host.attach(message.role, portChannel(port)));
        return;
      case 'drivers-port':
        if (port) drivers.arrived(portChannel(port));
        return;
      case 'drivers-gone':
        drivers.gone();
        return;
      case 'resumed':
        whenUp((host) => host.resumed());
        return;
      case 'suspending':
        return;
      case 'ping':
        tell({ type: 'pong', id: message.id });
        return;
      case 'key':
        keys.answered(message);
        return;
      case 'stop':
        void stop();
        return;
    }
  }

  async function start(config: HostConfig): Promise<Host | null> {
    try {
      const host = await startHost({
        dataDirectory: config.dataDirectory,
        resourcesDirectory: config.resourcesDirectory,
        stationFile: config.stationFile,
        simulated: config.simulated,
        keyProvider: operatingSystemKeyProvider({
          backend: config.keyStoreBackend,
          wrap: keys.wrap,
          unwrap: keys.unwrap,
        }),
        readers(devices) {
          named = devices;
          supervised = superviseDrivers({
            spawn: drivers.spawn,
            onRestart: (why) => whenUp((host) => host.notify(restartNotice(why))),
          });
          return readersOver(supervised);
        },
        shell: {
          visitEnded: () => tell({ type: 'visit-ended' }),
          openVision: () => tell({ type: 'open-vision' }),
        },
      });
      tell({ type: 'ready' });
      tell({ type: 'open-vision' });
      return host;
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'host/failed';
      // What it says is for the operator's console, as the place in a station file; only the code goes to main.
      process.stderr.write(`${code}${error instanceof CodedError ? `: ${error.message}` : ''}\n`);
      tell({ type: 'fatal', code });
      return null;
    }
  }

  async function stop() {
    if (stopping) return;
    stopping = true;
    try {
      await supervised?.stop();
      await (await starting)?.stop();
    } finally {
      exit(0);
    }
  }
}
