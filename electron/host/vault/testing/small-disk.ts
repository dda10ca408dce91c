import { execFileSync } from 'node:child_process';
import { onTestFinished, type TestContext } from 'vitest';
import { temporaryDirectory } from './fixture.ts';

/** A file system of its own, of so many MiB; skips the test where mounting is not possible. */
export function mountSmall(context: TestContext, mebibytes: number) {
  const directory = temporaryDirectory();
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return context.skip('needs root on Linux to mount a small file system');
  }
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0700`, 'none', directory], {
      stdio: 'pipe',
    });
  } catch {
    return context.skip('mounting a small file system is not permitted here');
  }
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', directory]);
  });
  return {
    directory,
    remountReadOnly() {
      execFileSync('mount', ['-o', 'remount,ro', directory], { stdio: 'pipe' });
    },
  };
}
