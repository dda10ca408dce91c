import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CpioEntry, cpioArchive } from './cpio.ts';
import { unpackKernel } from './kernel.ts';
import { modulesWithNeeds } from './modules.ts';

/** Files of the host, layered, and the devices the suite plugs in. */
const wanted = [
  'virtio_pci',
  '9pnet_virtio',
  '9p',
  'overlay',
  'uhid',
  'hid-generic',
  'usbhid',
  'vhci-hcd',
  'cdc-acm',
];

/** Rises when the bundle has to be made anew. */
const form = 1;

export interface Bundle {
  kernel: string;
  files: string;
}

function sh(program: string, args: string[], cwd?: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    ...(cwd && { cwd }),
  });
  if (status === 0) return stdout;
  throw new Error(`${program} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}

/** The package of Debian's present kernel, as `linux-image-6.1.0-56-amd64`. */
function kernelPackage(): string {
  const line = sh('apt-cache', ['depends', 'linux-image-amd64'])
    .split('\n')
    .find((one) => one.includes('Depends: linux-image-'));
  const name = line?.split('Depends:')[1]?.trim();
  if (!name) throw new Error('the package lists name no kernel');
  return name;
}

/**
 * Debian's kernel and a first file system with the modules the suite needs, made from the kernel's package and
 * busybox-static and kept in `folder`. About 75 MB and half a minute the first time.
 * @throws Error when the package cannot be had
 */
export function guestBundle(folder: string): Bundle {
  const name = kernelPackage();
  const home = join(folder, `${name}-${form}`);
  const bundle = { kernel: join(home, 'vmlinux'), files: join(home, 'files.cpio') };
  if (existsSync(bundle.kernel) && existsSync(bundle.files)) return bundle;
  const work = mkdtempSync(join(tmpdir(), 'proofdesk-guest-'));
  try {
    sh('apt-get', ['download', '--quiet=2', name], work);
    const archive = readdirSync(work).find((file) => file.endsWith('.deb'));
    if (!archive) throw new Error('the kernel package was not downloaded');
    sh('dpkg', ['--extract', join(work, archive), join(work, 'kernel')]);
    const version = name.replace('linux-image-', '');
    const modules = modulesWithNeeds(join(work, 'kernel/lib/modules', version), wanted);
    const made = join(work, 'made');
    mkdirSync(made);
    writeFileSync(
      join(made, 'vmlinux'),
      unpackKernel(readFileSync(join(work, 'kernel/boot', `vmlinuz-${version}`))),
    );
    const folders = ['bin', 'proc', 'sys', 'dev', 'host', 'layer', 'root', 'modules'];
    const entries: CpioEntry[] = [
      ...folders.map((path) => ({ path, kind: 'folder' }) as const),
      { path: 'bin/busybox', kind: 'file', bytes: readFileSync('/bin/busybox'), executable: true },
      {
        path: 'init',
        kind: 'file',
        bytes: readFileSync(join(import.meta.dirname, 'init.sh')),
        executable: true,
      },
      { path: 'order', kind: 'file', bytes: Buffer.from(modules.map((one) => `${one.name}\n`).join('')) },
      ...modules.map((one) => ({ path: `modules/${one.name}.ko`, kind: 'file', bytes: one.bytes }) as const),
    ];
    writeFileSync(join(made, 'files.cpio'), cpioArchive(entries));
    mkdirSync(folder, { recursive: true });
    rmSync(home, { recursive: true, force: true });
    sh('cp', ['-r', made, `${home}.new`]);
    renameSync(`${home}.new`, home);
    return bundle;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
