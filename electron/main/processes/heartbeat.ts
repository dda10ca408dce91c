export interface HeartbeatTimes {
  /** milliseconds between two pings */
  every: number;
  /** pings without an answer after which the process is taken for hung */
  missed: number;
}

/** Asks a process at intervals whether it is there. A timer that was asleep with the machine counts for nothing. */
export class Heartbeat {
  private readonly times: HeartbeatTimes;
  private readonly ping: (id: number) => void;
  private readonly onHung: () => void;
  private timer: NodeJS.Timeout | undefined;
  private sent = 0;
  private answered = 0;

  constructor(times: HeartbeatTimes, ping: (id: number) => void, onHung: () => void) {
    this.times = times;
    this.ping = ping;
    this.onHung = onHung;
  }

  start(): void {
    this.stop();
    this.answered = this.sent;
    this.timer = setInterval(() => this.beat(), this.times.every);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  pong(id: number): void {
    if (id <= this.sent) this.answered = Math.max(this.answered, id);
  }

  private beat(): void {
    if (this.sent - this.answered >= this.times.missed) {
      this.stop();
      this.onHung();
      return;
    }
    this.sent += 1;
    this.ping(this.sent);
  }
}
