import { spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle } from './bundle.ts';

export interface GuestRun {
  /** Exit status of the command; null when the guest did not get that far. */
  status: number | null;
  output: string;
  /** Last lines of the kernel's console, for when it went wrong. */
  console: string;
  bootSeconds: number | null;
}

/** Emulated unless the processor's own virtualisation is there: a page-table KVM cannot run a whole kernel. */
function accelerator(): string[] {
  const hardware = ['kvm_intel', 'kvm_amd'].some((module) => existsSync(`/sys/module/${module}`));
  try {
    accessSync('/dev/kvm', constants.W_OK);
    if (hardware) return ['-enable-kvm', '-cpu', 'host'];
  } catch {
    // No matter: emulation needs nothing.
  }
  return ['-accel', 'tcg', '-cpu', 'max'];
}

/**
 * Boots the guest, runs a command as its root with this machine's files under it (what it writes is forgotten), and
 * powers it off.
 * @param timeoutMs milliseconds after which the guest is killed
 */
export async function runInGuest(
  bundle: Bundle,
  command: string,
  options: { folder: string; timeoutMs: number; onOutput?: (text: string) => void },
): Promise<GuestRun> {
  const run = mkdtempSync(join(tmpdir(), 'proofdesk-run-'));
  try {
    copyFileSync(join(import.meta.dirname, 'start.sh'), join(run, 'start.sh'));
    writeFileSync(join(run, 'command.sh'), command);
    writeFileSync(join(run, 'folder'), options.folder);
    const shared = 'security_model=none,multidevs=remap';
    const guest = spawn(
      'qemu-system-x86_64',
      [
        ...accelerator(),
        ...['-M', 'q35', '-m', '1536', '-smp', '1', '-nodefaults', '-no-user-config', '-no-reboot'],
        ...['-display', 'none', '-kernel', bundle.kernel, '-initrd', bundle.files],
        ...['-append', `console=ttyS0 quiet panic=-1 mitigations=off guest.run=${run}`],
        ...['-serial', `file:${join(run, 'console')}`, '-serial', 'stdio', '-device', 'virtio-rng-pci'],
        ...['-virtfs', `local,path=/,mount_tag=host,readonly=on,${shared}`],
        ...['-virtfs', `local,path=${run},mount_tag=run,${shared}`],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let output = '';
    const take = (chunk: Buffer) => {
      const text = chunk.toString();
      output += text;
      options.onOutput?.(text);
    };
    guest.stdout.on('data', take);
    guest.stderr.on('data', take);
    const timer = setTimeout(() => guest.kill('SIGKILL'), options.timeoutMs);
    await new Promise<void>((done, failed) => {
      guest.once('close', () => done());
      guest.once('error', failed);
    });
    clearTimeout(timer);
    const said = (file: string) =>
      existsSync(join(run, file)) ? readFileSync(join(run, file), 'utf8').trim() : null;
    const status = said('status');
    const booted = said('booted');
    return {
      status: status === null ? null : Number(status),
      output: output.replaceAll('\r\n', '\n'),
      console: (said('console') ?? '').split('\n').slice(-30).join('\n'),
      bootSeconds: booted === null ? null : Number(booted),
    };
  } finally {
    rmSync(run, { recursive: true, force: true });
  }
}
