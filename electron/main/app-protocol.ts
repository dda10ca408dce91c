import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import type { WindowRole } from '../contract/windows.ts';
import { type AppFolders, findAppFile } from './app-files.ts';
import { appScheme, isOwnUrl } from './origin.ts';
import { pageHeaders } from './page-headers.ts';

/** Call before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Serves the built pages, and the models beside them, to one session. */
export function serveApp(session: Session, role: WindowRole, folders: AppFolders): void {
  session.protocol.handle(appScheme, async (request) => {
    if (request.method !== 'GET') return refusal(405, role);
    if (!isOwnUrl(request.url)) return refusal(404, role);
    const file = await findAppFile(new URL(request.url).pathname, role, folders);
    if (!file) return refusal(404, role);
    const bytes = await readFile(file.path);
    return new Response(bytes, { status: 200, headers: pageHeaders(role, file.contentType) });
  });
}

function refusal(status: number, role: WindowRole): Response {
  return new Response(null, { status, headers: pageHeaders(role, 'text/plain; charset=utf-8') });
}
