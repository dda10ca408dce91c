import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openChromium } from './chromium.ts';

const chromium = [process.env.PROOFDESK_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path): path is string => !!path && existsSync(path),
);

/** Tells its server which cameras it knows before it opens any, and what it may. */
const page = `<script type="module">
  const { mediaDevices, permissions } = navigator;
  const cameras = async () => (await mediaDevices.enumerateDevices()).filter((one) => one.kind === 'videoinput');
  const named = (await cameras()).map(({ label }) => label);
  const last = (await cameras()).at(-1);
  const stream = await mediaDevices
    .getUserMedia({ video: { deviceId: { exact: last?.deviceId } } })
    .catch((error) => error.name);
  const microphone = (await permissions.query({ name: 'microphone' })).state;
  const opened = typeof stream === 'string' ? stream : stream.getVideoTracks()[0].label;
  await fetch('/told', { method: 'POST', body: JSON.stringify({ named, opened, microphone }) });
</script>`;

describe.skipIf(!chromium)('the visitor’s window of the second shell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-camera-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('knows all cameras by name and opens the one it wants, without a dialogue and without a microphone', async () => {
    let tell: (told: unknown) => void = () => {};
    const told = new Promise((resolve) => (tell = resolve));
    const server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      if (request.url === '/told') tell(JSON.parse(Buffer.concat(parts).toString()));
      response.setHeader('Content-Type', 'text/html').end(page);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/visitor`;
    const window = openChromium(chromium!, address, {
      profiles: join(folder, 'windows'),
      mode: 'headless',
      flags: ['--use-fake-device-for-media-stream=device-count=2'],
      camera: true,
    });
    try {
      expect(await told).toEqual({
        named: ['fake_device_0', 'fake_device_1'],
        opened: 'fake_device_1',
        microphone: 'prompt',
      });
    } finally {
      await window.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    }
  });
});
