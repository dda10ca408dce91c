import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** One end of a terminal pair, as the cable's far end; the path is opened like any serial port. */
export interface Pty {
  readonly path: string;
  send(bytes: Uint8Array): void;
  onReceived(listener: (bytes: Uint8Array) => void): void;
  /** The cable is pulled: whoever has the path open is hung up on. */
  pull(): Promise<void>;
}

/** Node cannot make a pair by itself, and perl belongs to every Debian. */
const program = String.raw`
use strict; binmode STDIN; binmode STDOUT; $| = 1;
open(my $far, '+<', '/dev/ptmx') or die "no ptmx: $!";
my $unlocked = pack('i', 0); ioctl($far, 0x40045431, $unlocked) or die "unlock: $!";
my $number = pack('I', 0); ioctl($far, 0x80045430, $number) or die "number: $!";
my $path = '/dev/pts/' . unpack('I', $number);
# Held open, so that the far end outlives whoever opens the near one.
open(my $near, '+<', $path) or die "open: $!";
system('stty', '-F', $path, 'raw', '-echo');
print STDOUT "$path\n";
while (1) {
  my $wanted = ''; vec($wanted, fileno(STDIN), 1) = 1; vec($wanted, fileno($far), 1) = 1;
  select(my $ready = $wanted, undef, undef, undef) > 0 or next;
  if (vec($ready, fileno(STDIN), 1)) {
    my $count = sysread(STDIN, my $bytes, 65536); last unless $count;
    for (my $at = 0; $at < $count;) { my $sent = syswrite($far, $bytes, $count - $at, $at); last unless $sent; $at += $sent; }
  }
  if (vec($ready, fileno($far), 1)) { my $count = sysread($far, my $bytes, 65536); syswrite(STDOUT, $bytes) if $count; }
}
`;

/** Why no pair can be made here; null when one can. */
export const whyNoPty =
  process.platform !== 'linux' || !existsSync('/dev/ptmx') || !existsSync('/usr/bin/perl')
    ? 'a pair of terminals needs Linux, /dev/ptmx and perl'
    : null;

export async function openPty(): Promise<Pty> {
  const child = spawn('/usr/bin/perl', ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const listeners = new Set<(bytes: Uint8Array) => void>();
  child.stdin.on('error', () => {});
  const path = await new Promise<string>((resolve, reject) => {
    let head = '';
    child.once('error', reject);
    child.stdout.on('data', (data: Buffer) => {
      if (head.endsWith('\n')) {
        for (const listener of listeners) listener(new Uint8Array(data));
        return;
      }
      head += data.toString('latin1');
      if (head.endsWith('\n')) resolve(head.trim());
    });
    void ended.then(() => reject(new Error('no pair of terminals could be made')));
  });
  return {
    path,
    send: (bytes) => void child.stdin.write(bytes),
    onReceived: (listener) => void listeners.add(listener),
    async pull() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
