import { MessageChannelMain } from 'electron';
import type { ProcessConfig, ShellToDrivers } from '../../contract/shell.ts';
import type { HostProcess } from './host.ts';
import { SupervisedProcess } from './supervised.ts';

/** The drivers' process: native code that may crash. Main starts it and joins it to the host; they talk directly. */
export class DriversProcess {
  private readonly process: SupervisedProcess;

  constructor(entry: string, config: ProcessConfig, host: HostProcess) {
    this.process = new SupervisedProcess({
      name: 'drivers',
      entry,
      onSpawn: () => {
        const { port1, port2 } = new MessageChannelMain();
        const start: ShellToDrivers = { type: 'start', config };
        this.process.post(start, [port1]);
        host.handDriversPort(port2);
      },
      onMessage: () => {},
      onGone: (exitCode, final) => host.tell({ type: 'drivers-gone', exitCode, final }),
    });
  }

  /** Starts the process, or replaces the one that runs. */
  spawn(): void {
    this.process.start();
  }

  /** Ends it without asking: it holds nothing that could be lost. */
  async end(): Promise<void> {
    await this.process.end(() => {}, 0);
  }
}
