import { MessageChannelMain, type UtilityProcess } from 'electron';
import type { ProcessConfig } from '../../contract/shell.ts';
import type { HostProcess } from './host.ts';
import { SupervisedProcess } from './supervised.ts';

/**
 * The drivers' process: native code that may crash. Main starts it when the host asks and joins the two; the host
 * listens to its heart and asks for the next one, as it does under the other shell.
 */
export class DriversProcess {
  private readonly process: SupervisedProcess;
  private readonly args: readonly string[];

  /** @param args what every drivers' process of this app is told */
  constructor(entry: string, args: readonly string[], host: HostProcess) {
    this.args = args;
    this.process = new SupervisedProcess({
      name: 'drivers',
      restarts: false,
      entry,
      onSpawn: (child) => host.handDriversPort(portOf(child)),
      onGone: (exitCode) => host.tell({ type: 'drivers-gone', exitCode }),
    });
  }

  /** Starts the process, or replaces the one that runs. @param named devices the host wants it to have besides */
  spawn(named: readonly string[]): void {
    this.process.start([...this.args, ...named]);
  }

  /** Ends it without asking: it holds nothing that could be lost. */
  async end(): Promise<void> {
    await this.process.end(() => {}, 0);
  }
}

/** Arguments of the drivers' entry. */
export function driverArguments(config: ProcessConfig, specimensDirectory: string): string[] {
  if (!config.simulated) return [];
  const camera = config.cameraFile ? ['--webcam', config.cameraFile] : [];
  return ['--simulate', '--specimens', specimensDirectory, ...camera];
}

/**
 * The far end of a pipe to the process. The drivers speak on their parent port, in Electron as in plain Node, so main
 * passes on what comes from either side, unread; the pipe closes with the process and the process outlives the pipe.
 */
function portOf(child: UtilityProcess) {
  const { port1, port2 } = new MessageChannelMain();
  port1.on('message', ({ data }) => child.postMessage(data));
  port1.start();
  child.on('message', (message: unknown) => port1.postMessage(message));
  child.once('exit', () => port1.close());
  return port2;
}
