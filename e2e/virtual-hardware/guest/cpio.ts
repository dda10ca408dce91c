/** One entry of an archive; a folder or link has no bytes of a file. */
export type CpioEntry =
  | { path: string; kind: 'folder' }
  | { path: string; kind: 'file'; bytes: Uint8Array; executable?: boolean }
  | { path: string; kind: 'link'; to: string };

const types = { folder: 0o040755, file: 0o100644, link: 0o120777 } as const;

const padded = (bytes: Uint8Array): Uint8Array[] => [bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)];

function entry(path: string, mode: number, content: Uint8Array, inode: number): Uint8Array[] {
  const name = new TextEncoder().encode(`${path}\0`);
  const fields = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length, 0];
  const header = `070701${fields.map((value) => value.toString(16).padStart(8, '0')).join('')}`;
  return [...padded(Buffer.concat([new TextEncoder().encode(header), name])), ...padded(content)];
}

/**
 * An archive the kernel unpacks as its first file system: the "new ASCII" form of cpio (Linux
 * Documentation/driver-api/early-userspace/buffer-format.rst). Folders come before what is in them.
 */
export function cpioArchive(entries: readonly CpioEntry[]): Buffer {
  const parts = entries.flatMap((one, index) => {
    const content =
      one.kind === 'file'
        ? one.bytes
        : one.kind === 'link'
          ? new TextEncoder().encode(one.to)
          : new Uint8Array();
    const mode = one.kind === 'file' && one.executable ? 0o100755 : types[one.kind];
    return entry(one.path, mode, content, index + 1);
  });
  return Buffer.concat([...parts, ...entry('TRAILER!!!', 0, new Uint8Array(), 0)]);
}
