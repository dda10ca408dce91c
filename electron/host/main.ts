import { CodedError } from '../contract/index.ts';
import { type HostConfig, type HostToShell, shellToHost } from '../contract/shell.ts';
import { type Host, operatingSystemKeyProvider, readersOver, startHost } from './index.ts';
import { keysOverShell } from './keys-over-shell.ts';
import { type ParentPort, portChannel } from './parent-port.ts';
import { shellDrivers } from './shell-drivers.ts';
import { superviseDrivers } from './station/index.ts';

/** The host's process under Electron: a utility process that main starts, feeds with ports, and watches. */
const parent = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
if (!parent) {
  process.stderr.write('host/no-parent: this program is started by Proofdesk, not by hand\n');
  process.exit(1);
}
const tell = (message: HostToShell) => parent.postMessage(message);
const keys = keysOverShell(tell);
const drivers = shellDrivers(() => tell({ type: 'spawn-drivers' }));
const supervised = superviseDrivers({ spawn: drivers.spawn });
let host: Host | null = null;

parent.on('message', ({ data, ports }) => {
  const parsed = shellToHost.safeParse(data);
  if (!parsed.success) return;
  const message = parsed.data;
  switch (message.type) {
    case 'start':
      void start(message.config);
      return;
    case 'port':
      if (ports[0]) host?.attach(message.role, portChannel(ports[0]));
      return;
    case 'drivers-port':
      if (ports[0]) drivers.arrived(portChannel(ports[0]));
      return;
    case 'drivers-gone':
      drivers.gone();
      return;
    case 'resumed':
      host?.resumed();
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
});

async function start(config: HostConfig) {
  try {
    host = await startHost({
      dataDirectory: config.dataDirectory,
      resourcesDirectory: config.resourcesDirectory,
      stationFile: config.stationFile,
      simulated: config.simulated,
      keyProvider: operatingSystemKeyProvider({
        backend: config.keyStoreBackend,
        wrap: keys.wrap,
        unwrap: keys.unwrap,
      }),
      readers: readersOver(supervised),
      shell: {
        visitEnded: () => tell({ type: 'visit-ended' }),
        openVision: () => tell({ type: 'open-vision' }),
      },
    });
    tell({ type: 'ready' });
    tell({ type: 'open-vision' });
  } catch (error) {
    const code = error instanceof CodedError ? error.code : 'host/failed';
    // The stack stays here, on the operator's console; only the code goes to main.
    process.stderr.write(`${code}\n`);
    tell({ type: 'fatal', code });
  }
}

async function stop() {
  await supervised.stop();
  await host?.stop();
  process.exit(0);
}
