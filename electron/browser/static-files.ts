import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { windowRoles } from '../contract/index.ts';
import { pagePolicy } from '../contract/page-policy.ts';

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.task': 'application/octet-stream',
  '.tflite': 'application/octet-stream',
};

/** The policy of the page whose path this is; every answer carries one. */
export function securityHeaders(url: string | undefined, port: number): Record<string, string> {
  const first = (url ?? '').split('/')[1];
  return pagePolicy(windowRoles.find((role) => role === first) ?? null, [`ws://127.0.0.1:${port}`]);
}

/** Serves files below the given folders by URL prefix, and nothing else. */
export function serveStatic(
  mounts: { prefix: string; directory: string }[],
  policyOf: (url: string | undefined) => Record<string, string>,
) {
  const folders = mounts.map(({ prefix, directory }) => ({ prefix, directory: resolve(directory) }));
  return (request: IncomingMessage, response: ServerResponse) => {
    const headers = policyOf(request.url);
    const finish = (status: number) => response.writeHead(status, headers).end();
    if (request.method !== 'GET' && request.method !== 'HEAD') return finish(405);
    let path: string;
    try {
      path = decodeURIComponent(new URL(request.url ?? '/', 'http://kiosk').pathname);
    } catch {
      return finish(400);
    }
    const mount = folders.find(({ prefix }) => path.startsWith(prefix));
    if (!mount || path.includes('\0')) return finish(404);
    const file = join(mount.directory, path.slice(mount.prefix.length));
    const type = mediaTypes[extname(file)];
    if (!file.startsWith(mount.directory + sep) || !type) return finish(404);
    const found = sizeOf(file);
    if (found === null) return finish(404);
    response.writeHead(200, {
      ...headers,
      'Content-Type': type,
      'Content-Length': found,
      'Cache-Control': path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    if (request.method === 'HEAD') return response.end();
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  };
}

/** Null for what is no file, cannot be looked at, or has a name no file can have. */
function sizeOf(file: string): number | null {
  try {
    const found = statSync(file);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}
