import { describe, expect, test } from 'vitest';
import { rooms, wrongImports } from './import-rules.mjs';

const wrong = (path: string, source: string): string[] => wrongImports(path, source);

describe('imports that are right', () => {
  test.each([
    ['electron/host/compose.ts', "import type { Visit } from './visit/index.ts';\nimport { z } from 'zod';"],
    ['electron/host/compose.ts', "import { randomUUID } from 'node:crypto';"],
    ['electron/host/visit/decide.ts', "import { parseMrz } from '../documents/mrz/index.ts';"],
    ['electron/host/visit/decide.ts', "import type { Check } from '../../contract/checks.ts';"],
    [
      'electron/browser/shell.ts',
      "import { startHost } from '../host/index.ts';\nimport { WebSocketServer } from 'ws';",
    ],
    [
      'electron/main/index.ts',
      "import { app } from 'electron';\nimport { link } from '../contract/index.ts';",
    ],
    ['electron/host/vault/open.ts', "import type Database from 'better-sqlite3';"],
    ['renderer/visitor/App.tsx', "import { useState } from 'react';\nimport './visitor.css';"],
    ['electron/host/station/drivers.ts', "import type { DriverListener } from '../index.ts';"],
    [
      'electron/host/documents/chip/crypto/ciphers.ts',
      "import { createCipheriv, createDecipheriv } from 'node:crypto';",
    ],
    [
      'native-drivers/simulator/specimen-chips.ts',
      "await import('../../electron/host/documents/chip/virtual/index.ts')",
    ],
    // Tests and what serves them alone may reach anywhere.
    ['electron/host/kiosk.test.ts', "import { redeemOffer } from '../../e2e/wallet/index.ts';"],
    ['electron/host/testing/kit.ts', "import { app } from 'electron';"],
    // What only looks like an import.
    ['electron/host/compose.ts', "// import { app } from 'electron'\nconst text = \"from 'electron'\";"],
    ['docs/example.ts', "import { app } from 'electron';"],
  ])('%s: %s', (path, source) => {
    expect(wrong(path, source)).toEqual([]);
  });
});

describe('imports that are wrong', () => {
  test.each([
    ['electron/host/documents/chip/ec/keys.ts', "import { ECDH } from 'node:crypto';", 'must not use it'],
    ['electron/host/documents/chip/ec/keys.ts', "import('node:crypto')", 'must not use it'],
    [
      'electron/host/documents/chip/crypto/ciphers.ts',
      "import { createCipheriv, ECDH as Curve } from 'node:crypto';",
      'must not use ECDH',
    ],
    ['electron/host/documents/chip/crypto/ciphers.ts', "import crypto from 'node:crypto';", 'must not use *'],
    ['electron/host/compose.ts', "import { app } from 'electron';", 'host may not use this package'],
    ['electron/host/compose.ts', "import type { App } from 'electron';", 'host may not use this package'],
    [
      'electron/host/compose.ts',
      "import { serve } from '../browser/server.ts';",
      'host may not import browser',
    ],
    [
      'electron/host/compose.ts',
      "import { SqliteVault } from './vault/sqlite-vault.ts';",
      'entered by its index.ts',
    ],
    [
      'native-drivers/simulator/specimen-chips.ts',
      "import { readChip } from '../../electron/host/documents/chip/index.ts';",
      'driversRoom may not import chip',
    ],
    ['electron/host/visit/decide.ts', "import { readFileSync } from 'node:fs';", 'knows nothing of Node'],
    [
      'electron/host/visit/decide.ts',
      "import { openVault } from '../vault/index.ts';",
      'may not import vault',
    ],
    [
      'electron/host/vault/open.ts',
      "import { createKiosk } from '../kiosk/index.ts';",
      'vault may not import kiosk',
    ],
    [
      'electron/host/kiosk/kiosk.ts',
      "import { serveWindow } from '../windows/index.ts';",
      'kiosk may not import windows',
    ],
    [
      'electron/host/windows/serve-window.ts',
      "import { createKiosk } from '../kiosk/kiosk.ts';",
      'kiosk is entered by its index.ts',
    ],
    [
      'electron/host/chip/link.ts',
      "import { createKiosk } from '../kiosk/index.ts';",
      'chipLink may not import kiosk',
    ],
    [
      'electron/contract/rpc.ts',
      "import { createKiosk } from '../host/index.ts';",
      'contract may not import host',
    ],
    ['electron/main/index.ts', "import { startHost } from '../host/index.ts';", 'main may not import host'],
    [
      'renderer/visitor/App.tsx',
      "import { startHost } from '../../electron/host/index.ts';",
      'may not import host',
    ],
    ['renderer/visitor/App.tsx', "import fs from 'node:fs';", 'knows nothing of Node'],
    [
      'native-drivers/main.ts',
      "import { startHost } from '../electron/host/index.ts';",
      'may not import host',
    ],
    ['electron/host/documents/chip/pace.ts', "import { createECDH } from 'node:crypto';", 'must not use it'],
    ['electron/host/compose.ts', "import { thing } from '../../scripts/lib.mjs';", 'it belongs to no room'],
    [
      'electron/host/compose.ts',
      "export { serve } from '../browser/server.ts';",
      'host may not import browser',
    ],
    ['electron/host/compose.ts', "const late = await import('electron');", 'host may not use this package'],
    ['electron/host/compose.ts', "import 'electron';", 'host may not use this package'],
    [
      'electron/host/compose.ts',
      "import {\n  one,\n  two,\n} from '../browser/server.ts';",
      'host may not import browser',
    ],
  ])('%s: %s', (path, source, why) => {
    expect(wrong(path, source)).toEqual([expect.stringContaining(why)]);
  });

  test('are told by file and line', () => {
    const source = "import { z } from 'zod';\n\nimport { app } from 'electron';\n";
    expect(wrong('electron/host/compose.ts', source)).toEqual([
      'electron/host/compose.ts:3 imports electron: host may not use this package',
    ]);
  });
});

test('no arrow points both ways between two rooms that are entered for more than types', () => {
  for (const [name, room] of Object.entries(rooms)) {
    for (const other of room.rooms)
      expect(rooms[other]?.rooms ?? [], `${name} and ${other}`).not.toContain(name);
  }
});
