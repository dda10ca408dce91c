// The arrows between the rooms point one way (docs/architecture.md). This reads every import and fails on a wrong one.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * A room owns every file below its folders; the longest matching folder decides. It may import the rooms and packages it
 * names, of `types` only types, and of any other room the single files in `doors`.
 */
export const rooms = {
  contract: { folders: ['electron/contract'], rooms: [], packages: ['zod', 'birpc'], node: false },
  main: { folders: ['electron/main'], rooms: ['contract'], packages: ['electron', 'zod'], node: true },
  preload: { folders: ['electron/preload'], rooms: ['contract'], packages: ['electron'], node: false },
  visit: {
    folders: ['electron/host/visit'],
    rooms: ['contract', 'mrz', 'barcode', 'holder'],
    packages: ['zod'],
    node: false,
  },
  holder: {
    folders: ['electron/host/documents/holder'],
    rooms: ['contract', 'mrz', 'barcode'],
    packages: [],
    node: false,
  },
  mrz: { folders: ['electron/host/documents/mrz'], rooms: ['contract'], packages: [], node: false },
  image: {
    folders: ['electron/host/documents/image'],
    rooms: ['contract', 'mrz'],
    packages: ['jpeg-js', 'pngjs'],
    node: true,
  },
  barcode: {
    folders: ['electron/host/documents/barcode'],
    rooms: ['contract', 'mrz'],
    packages: [],
    node: false,
  },
  page: {
    folders: ['electron/host/documents/page'],
    rooms: ['contract', 'mrz', 'image', 'barcode'],
    packages: ['jpeg-js', 'pngjs', 'zxing-wasm'],
    node: true,
  },
  // Symmetric ciphers are the one thing the chip's rooms take from OpenSSL: Electron's has no Brainpool curves.
  chipCrypto: {
    folders: ['electron/host/documents/chip/crypto'],
    rooms: [],
    packages: ['@noble/hashes'],
    node: true,
    only: { 'node:crypto': ['createCipheriv', 'createDecipheriv'] },
  },
  chip: {
    folders: ['electron/host/documents/chip'],
    rooms: ['contract', 'mrz', 'chipCrypto'],
    packages: ['@noble/curves', '@noble/hashes', 'jpeg2000', '@cornerstonejs/codec-openjpeg'],
    node: true,
    not: ['node:crypto'],
  },
  faceAccuracy: {
    folders: ['electron/host/faces/accuracy'],
    rooms: ['contract'],
    packages: [],
    node: false,
  },
  faceSlot: {
    folders: ['electron/host/faces/slot'],
    rooms: ['contract'],
    types: ['faces'],
    packages: ['zod'],
    data: ['resources'],
    node: true,
  },
  faces: {
    folders: ['electron/host/faces'],
    rooms: ['contract', 'faceSlot'],
    packages: ['zod'],
    data: ['resources'],
    node: true,
  },
  vault: {
    folders: ['electron/host/vault'],
    rooms: ['contract'],
    packages: ['better-sqlite3', 'jose', 'zod'],
    node: true,
  },
  credentials: {
    folders: ['electron/host/credentials'],
    rooms: ['contract', 'issuer'],
    packages: ['zod', 'i18n-iso-countries', 'better-sqlite3', 'jose'],
    node: true,
  },
  station: {
    folders: ['electron/host/station'],
    rooms: ['contract', 'visit'],
    types: ['driversRoom', 'host'],
    packages: ['zod'],
    node: true,
  },
  workers: {
    folders: ['electron/host/workers'],
    rooms: ['contract', 'image', 'page', 'chip'],
    types: ['host'],
    packages: ['zod'],
    node: true,
  },
  vision: {
    folders: ['electron/host/vision'],
    rooms: ['contract', 'faces', 'faceSlot'],
    types: ['host'],
    packages: ['zod'],
    node: true,
  },
  devices: {
    folders: ['electron/host/devices'],
    rooms: ['contract', 'mrz'],
    types: ['host', 'station'],
    packages: [],
    node: true,
  },
  chipLink: {
    folders: ['electron/host/chip'],
    rooms: ['contract', 'visit', 'chip', 'vault'],
    types: ['host', 'kiosk', 'mrz'],
    packages: [],
    node: true,
  },
  kiosk: {
    folders: ['electron/host/kiosk'],
    rooms: ['contract', 'visit', 'faces', 'vault', 'credentials', 'devices', 'chipLink'],
    types: ['host', 'page', 'chip', 'station'],
    packages: [],
    node: true,
  },
  windows: {
    folders: ['electron/host/windows'],
    rooms: ['contract', 'visit', 'kiosk'],
    types: ['holder'],
    packages: [],
    node: false,
  },
  host: {
    folders: ['electron/host'],
    rooms: [
      'contract',
      'visit',
      'mrz',
      'image',
      'barcode',
      'page',
      'holder',
      'chip',
      'faces',
      'faceSlot',
      'vault',
      'credentials',
      'station',
      'workers',
      'vision',
      'devices',
      'kiosk',
      'windows',
      'issuer',
    ],
    types: ['driversRoom'],
    packages: ['zod'],
    node: true,
  },
  browser: {
    folders: ['electron/browser'],
    rooms: ['contract', 'host', 'station'],
    // The command line's face engine needs the link to its page, and no kiosk around it.
    doors: ['electron/host/vision/vision-link.ts'],
    packages: ['ws', '@msgpack/msgpack'],
    node: true,
  },
  cli: {
    folders: ['electron/cli'],
    rooms: [
      'contract',
      'host',
      'mrz',
      'image',
      'barcode',
      'page',
      'chip',
      'station',
      'browser',
      'faces',
      'faceAccuracy',
      'faceSlot',
      'demo',
      'driversRoom',
      'issuer',
    ],
    packages: [],
    node: true,
  },
  issuer: {
    folders: ['issuer'],
    rooms: [],
    // The hub holds the kiosks' sealed logs and verifies their chains.
    doors: [
      'electron/host/vault/chain.ts',
      'electron/host/vault/checkpoint.ts',
      'electron/host/vault/merkle.ts',
    ],
    packages: [
      'jose',
      '@peculiar/x509',
      'reflect-metadata',
      'better-sqlite3',
      'zod',
      'cborg',
      '@hpke/core',
      'pg',
    ],
    node: true,
  },
  driversRoom: {
    folders: ['native-drivers'],
    rooms: ['contract'],
    // The simulator lays virtual passports on its chip reader (docs/decisions/0006).
    doors: ['electron/host/documents/chip/virtual/index.ts'],
    packages: ['node-hid', 'usb', 'serialport', 'pcsc-mini', 'jpeg-js', 'zod'],
    node: true,
  },
  renderer: {
    folders: ['renderer'],
    rooms: ['contract'],
    packages: [
      'react',
      'react-dom',
      'zustand',
      'zod',
      'lucide-react',
      'qrcode',
      'i18n-iso-countries',
      '@mediapipe/tasks-vision',
      'onnxruntime-web',
      '@msgpack/msgpack',
      '@fontsource-variable/noto-sans',
      '@fontsource-variable/noto-sans-arabic',
    ],
    data: ['resources'],
    node: false,
  },
};

const entrances = new Set(['index.ts', 'main.ts', 'hub/index.ts', 'ticket/index.ts', 'relay/index.ts']);
/** Rooms whose files are all public: small data rooms, and the pages' parts. */
const open = new Set(['contract', 'renderer']);

const tested = /\.test\.tsx?$|(^|\/)testing\//;
const importing =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function roomOf(path) {
  let best = null;
  for (const [name, room] of Object.entries(rooms)) {
    for (const folder of room.folders) {
      if (path.startsWith(`${folder}/`) && (!best || folder.length > best.folder.length))
        best = { name, folder, ...room };
    }
  }
  return best;
}

/** What is wrong with the imports of one file, as sentences; none when all is well. */
export function wrongImports(path, source) {
  const room = roomOf(path);
  if (!room || tested.test(path)) return [];
  const wrong = [];
  for (const match of source.matchAll(importing)) {
    const target = match[3] ?? match[4];
    const typeOnly = Boolean(match[2]);
    // The line of the quoted name: what is matched may begin lines before it.
    const line = source.slice(0, match.index + match[0].length).split('\n').length;
    const say = (why) => wrong.push(`${path}:${line} imports ${target}: ${why}`);
    if (target.startsWith('.')) {
      const file = relative('.', join(dirname(path), target))
        .split(sep)
        .join('/');
      const other = roomOf(file);
      if (!other) {
        if (!(room.data ?? []).some((folder) => file.startsWith(`${folder}/`))) say('it belongs to no room');
      } else if (other.name !== room.name && !room.doors?.includes(file)) {
        const allowed =
          room.rooms.includes(other.name) || (typeOnly && (room.types ?? []).includes(other.name));
        if (!allowed) say(`${room.name} may not import ${other.name}`);
        else if (!open.has(other.name) && !typeOnly && !entrances.has(file.slice(other.folder.length + 1))) {
          say(`${other.name} is entered by its index.ts`);
        }
      }
      continue;
    }
    if (room.not?.includes(target)) say(`${room.name} must not use it`);
    const only = room.only?.[target];
    if (only && !typeOnly) {
      const named = /\{([^}]*)\}\s*from/.exec(match[0]);
      const names = named ? named[1].split(',').map((one) => one.trim().split(/\s+as\s+/)[0]) : ['*'];
      for (const name of names.filter((one) => one !== '' && !only.includes(one)))
        say(`${room.name} must not use ${name}`);
    }
    if (target.startsWith('node:')) {
      if (!room.node) say(`${room.name} knows nothing of Node`);
      continue;
    }
    const name = target
      .split('/')
      .slice(0, target.startsWith('@') ? 2 : 1)
      .join('/');
    if (
      !room.packages.includes(name) &&
      !(typeOnly && name === 'electron' && room.packages.includes('electron'))
    ) {
      say(`${room.name} may not use this package`);
    }
  }
  return wrong;
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
  const all = [];
  let count = 0;
  for (const top of ['electron', 'renderer', 'native-drivers', 'issuer']) {
    for (const file of files(top)) {
      count += 1;
      all.push(...wrongImports(file.split(sep).join('/'), readFileSync(file, 'utf8')));
    }
  }
  for (const line of all) console.log(line);
  console.log(`${count} files read, ${all.length} wrong imports`);
  process.exit(all.length === 0 ? 0 : 1);
}
