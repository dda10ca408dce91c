import { spawnSync } from 'node:child_process';

const xzMagic = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);
const elfMagic = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
const mostBytes = 256 * 1024 * 1024;

/**
 * The kernel inside a `vmlinuz`: started as it is, the guest is spared five seconds of decompression.
 * @throws Error when there is none
 */
export function unpackKernel(vmlinuz: Buffer): Buffer {
  for (let at = vmlinuz.indexOf(xzMagic); at >= 0; at = vmlinuz.indexOf(xzMagic, at + 1)) {
    const { stdout } = spawnSync('xz', ['--decompress', '--stdout', '--single-stream'], {
      input: vmlinuz.subarray(at),
      maxBuffer: mostBytes,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    if (stdout?.subarray(0, 4).equals(elfMagic)) return stdout;
  }
  throw new Error('there is no kernel in this file');
}
