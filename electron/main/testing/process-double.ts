import { EventEmitter } from 'node:events';

/** One end of a MessageChannelMain: holds messages back until it is started, and clones what passes. */
export class PortDouble extends EventEmitter implements Pick<Electron.MessagePortMain, 'start' | 'close'> {
  other: PortDouble | undefined;
  closed = false;
  private started = false;
  private readonly queue: unknown[] = [];

  start(): void {
    this.started = true;
    for (const data of this.queue.splice(0)) this.emit('message', { data, ports: [] });
  }

  postMessage(message: unknown): void {
    const data: unknown = structuredClone(message);
    queueMicrotask(() => this.other?.receive(data));
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    const { other } = this;
    queueMicrotask(() => {
      if (!other || other.closed) return;
      other.closed = true;
      other.emit('close');
    });
  }

  private receive(data: unknown): void {
    if (this.closed) return;
    if (this.started) this.emit('message', { data, ports: [] });
    else this.queue.push(data);
  }
}

export class MessageChannelMainDouble {
  readonly port1 = new PortDouble();
  readonly port2 = new PortDouble();

  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

/** Above every pid a kernel gives, so that a signal meant for the double reaches nobody. */
let nextPid = 2 ** 30;

export class UtilityProcessDouble extends EventEmitter implements Pick<Electron.UtilityProcess, 'kill'> {
  readonly entry: string;
  readonly args: string[];
  readonly options: Electron.ForkOptions;
  readonly received: { message: { type: string } & Record<string, unknown>; ports: PortDouble[] }[] = [];
  pid: number | undefined;
  kills = 0;
  /** hangs in native code: does not hear SIGTERM */
  deaf = false;

  constructor(entry: string, args: string[], options: Electron.ForkOptions) {
    super();
    this.entry = entry;
    this.args = args;
    this.options = options;
    nextPid += 1;
    const pid = nextPid;
    queueMicrotask(() => {
      this.pid = pid;
      this.emit('spawn');
    });
  }

  postMessage(message: unknown, transfer: PortDouble[] = []): void {
    if (this.pid === undefined) return;
    this.received.push({ message: structuredClone(message) as { type: string }, ports: transfer });
  }

  kill(): boolean {
    this.kills += 1;
    if (!this.deaf) queueMicrotask(() => this.end(15));
    return true;
  }

  /** What the process itself would say on its parent port. */
  says(message: unknown): void {
    this.emit('message', structuredClone(message));
  }

  end(code: number): void {
    if (this.pid === undefined) return;
    this.pid = undefined;
    this.emit('exit', code);
  }

  /** Messages of one type it was sent. */
  told(type: string) {
    return this.received.filter(({ message }) => message.type === type);
  }
}
