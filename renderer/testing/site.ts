import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { WindowRole } from '../../electron/contract/index.ts';
import { pagePolicy } from '../../electron/contract/page-policy.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** What is served at a path of the built page in this folder; null when there is nothing. */
export function fileBelow(folder: string, path: string): Uint8Array | null {
  const file = join(folder, path === '/' ? 'index.html' : path);
  return existsSync(file) ? readFileSync(file) : null;
}

/**
 * Serves pages on loopback under the product's own policy.
 * @param role whose page it is
 * @param contentOf what is at a path; null for an answer of 404
 */
export async function serveSite(
  role: WindowRole,
  contentOf: (path: string) => Uint8Array | null,
): Promise<{ origin: string; close(): Promise<void> }> {
  const policy = pagePolicy(role);
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const content = contentOf(path);
    response.writeHead(content ? 200 : 404, {
      ...policy,
      'Content-Type': types[extname(path === '/' ? 'index.html' : path)] ?? 'application/octet-stream',
      'Cache-Control': 'no-store',
    });
    response.end(content ?? undefined);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
