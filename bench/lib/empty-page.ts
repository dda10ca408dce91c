import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { securityHeaders, serveStatic } from '../../electron/browser/static-files.ts';

/** A program: serves one page with one word on it, as the second shell serves its own, and prints the address. */
const directory = mkdtempSync(join(tmpdir(), 'proofdesk-bench-empty-'));
writeFileSync(
  join(directory, 'index.html'),
  '<!doctype html><title>Empty</title><body data-step="attract"><h1>Start</h1></body>\n',
);
const server = createServer((request, response) => files(request, response));
const port = () => (server.address() as AddressInfo).port;
const files = serveStatic([{ prefix: '/', directory }], (url) => securityHeaders(url, port()));
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${port()}/index.html\n`));
process.on('SIGTERM', () => {
  rmSync(directory, { recursive: true, force: true });
  process.exit(0);
});
