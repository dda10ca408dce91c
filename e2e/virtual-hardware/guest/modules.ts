import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Kernel modules have one name for people and one for the kernel: usb-storage, usb_storage. */
const plain = (name: string): string => name.replaceAll('-', '_');

/** What a module's own `.modinfo` section says it needs. */
function needsOf(bytes: Buffer): string[] {
  const at = bytes.indexOf('\0depends=');
  if (at < 0) return [];
  const from = at + '\0depends='.length;
  return bytes.toString('latin1', from, bytes.indexOf(0, from)).split(',').filter(Boolean);
}

export interface Module {
  name: string;
  bytes: Buffer;
}

/**
 * The named modules and all they need, in an order in which they can be loaded. What the kernel has built in has no file
 * and is left out.
 */
export function modulesWithNeeds(folder: string, names: readonly string[]): Module[] {
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ko'))
      .map((path) => [plain(basename(path, '.ko')), join(folder, path)]),
  );
  const ordered = new Map<string, Module>();
  const add = (name: string, above: readonly string[]) => {
    const file = files.get(name);
    if (!file || ordered.has(name) || above.includes(name)) return;
    const bytes = readFileSync(file);
    for (const need of needsOf(bytes)) add(plain(need), [...above, name]);
    ordered.set(name, { name, bytes });
  };
  for (const name of names) add(plain(name), []);
  return [...ordered.values()];
}
