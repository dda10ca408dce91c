import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { WindowRole } from '../contract/windows.ts';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.task': 'application/octet-stream',
  '.tflite': 'application/octet-stream',
  '.bin': 'application/octet-stream',
};

export interface AppFile {
  path: string;
  contentType: string;
}

export interface AppFolders {
  renderer: string;
  models: string;
}

/** One path segment: no leading dot, nothing that is a separator, a drive, a stream or an escape anywhere. */
const segment = /^[A-Za-z0-9_@-][A-Za-z0-9._@-]*$/;

/**
 * The file behind a path of the app's scheme, or undefined where there is none. The path is taken as written: a
 * percent sign, a backslash, an empty or a dot segment is no path of ours, so nothing has to be decoded and nothing
 * can climb. A page (`.html`) is given to its own role alone; links that lead out of the folder are not followed.
 */
export async function findAppFile(
  pathname: string,
  role: WindowRole,
  folders: AppFolders,
): Promise<AppFile | undefined> {
  const segments = pathname.split('/').slice(1);
  if (!pathname.startsWith('/') || !segments.every((part) => segment.test(part))) return undefined;
  const contentType = contentTypes[extname(pathname)];
  if (!contentType) return undefined;
  if (extname(pathname) === '.html' && pathname !== `/${role}/index.html`) return undefined;

  const isModel = segments[0] === 'models';
  const folder = isModel ? folders.models : folders.renderer;
  try {
    const base = await realpath(folder);
    const path = await realpath(join(base, ...(isModel ? segments.slice(1) : segments)));
    if (!path.startsWith(base + sep) || !(await stat(path)).isFile()) return undefined;
    return { path, contentType };
  } catch {
    return undefined;
  }
}
