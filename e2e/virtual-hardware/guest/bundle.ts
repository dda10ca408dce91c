import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CpioEntry, cpioArchive } from './cpio.ts';
import { sh, unpackPackages } from './debian.ts';
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
  'usblp',
];

/**
 * Of Debian's ipp-usb: the daemon and what it is linked with. Unpacked, not installed: with it comes a program that
 * announces the machine to its network.
 */
const ippUsb = ['ipp-usb', 'libavahi-client3', 'libavahi-common3', 'libusb-1.0-0', 'libdbus-1-3'];

/** Rises when the bundle has to be made anew. */
const form = 2;

export interface Bundle {
  kernel: string;
  files: string;
  /** Folder in which the daemons are that only the guest has. */
  daemons: string;
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
 * busybox-static and kept in `folder`. About 85 MB and half a minute the first time.
 * @throws Error when the package cannot be had
 */
export function guestBundle(folder: string): Bundle {
  const name = kernelPackage();
  const home = join(folder, `${name}-${form}`);
  const bundle = {
    kernel: join(home, 'vmlinux'),
    files: join(home, 'files.cpio'),
    daemons: join(home, 'daemons'),
  };
  if (existsSync(home)) return bundle;
  const work = mkdtempSync(join(tmpdir(), 'proofdesk-guest-'));
  try {
    unpackPackages([name], join(work, 'kernel'));
    const version = name.replace('linux-image-', '');
    const modules = modulesWithNeeds(join(work, 'kernel/lib/modules', version), wanted);
    const made = join(work, 'made');
    mkdirSync(made);
    unpackPackages(ippUsb, join(made, 'daemons'));
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
    // Of older kernels and forms nothing is kept.
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    sh('cp', ['-r', made, `${home}.new`]);
    renameSync(`${home}.new`, home);
    return bundle;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
