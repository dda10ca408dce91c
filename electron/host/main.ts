import type { ParentPort } from './utility-process/parent-port.ts';
import { serveParent } from './utility-process/serve-parent.ts';

/** The host's process under Electron: a utility process that main starts, feeds with ports, and watches. */
const parent = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
if (parent) serveParent(parent, (code) => process.exit(code));
else {
  process.stderr.write('host/no-parent: this program is started by Proofdesk, not by hand\n');
  process.exitCode = 1;
}
