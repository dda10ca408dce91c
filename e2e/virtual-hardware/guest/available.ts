import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs the guest is made and run with, and the Debian packages they come from. */
const programs = {
  'qemu-system-x86_64': 'qemu-system-x86',
  xz: 'xz-utils',
  'apt-get': 'apt',
  dpkg: 'dpkg',
} as const;

function onPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Why no guest can be run on this machine; null when one can. */
export function whyNoGuest(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the guest is a Linux of x86-64';
  if (process.getuid?.() !== 0) return 'it needs root, for its devices';
  if (!existsSync('/etc/debian_version')) return "its kernel is Debian's";
  const missing: string[] = Object.entries(programs).flatMap(([program, from]) =>
    onPath(program) ? [] : [from],
  );
  if (!existsSync('/bin/busybox')) missing.push('busybox-static');
  return missing.length > 0 ? `Debian packages are missing: ${missing.join(', ')}` : null;
}
