import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadLogo, logoName, placedLogo, withLogo } from './logo.ts';
import { loadProfile } from './profile/index.ts';
import { LOGO_FILES, PROFILE_FILE } from './testing/test-issuer.ts';

const folder = await mkdtemp(join(tmpdir(), 'issuer-logo-'));
afterAll(() => rm(folder, { recursive: true }));
const shipped = await loadLogo(LOGO_FILES);

test('the shipped logo is a PNG, for wallets that draw no SVG, and an SVG', () => {
  expect(shipped.images.map(logoName)).toEqual(['logo.png', 'logo.svg']);
  for (const { bytes } of shipped.images) expect(bytes.byteLength).toBeLessThan(16_384);
});

test('a profile with a logo of its own keeps it', async () => {
  const profile = await loadProfile(PROFILE_FILE);
  const placed = placedLogo(shipped, 'https://desk.example/open', 'City Hall');
  expect(withLogo(profile, placed).logo).toMatchObject({
    uri: 'https://desk.example/open/logo.png',
    altText: 'City Hall',
  });
  const own = { ...profile, logo: { uri: 'https://city.example/logo.png' } };
  expect(withLogo(own, placed).logo).toEqual(own.logo);
  expect(withLogo(profile, null).logo).toBeUndefined();
});

test('what is no picture, too large, missing or there twice is a typed error', async () => {
  const file = async (name: string, bytes: string | Uint8Array) => {
    await writeFile(join(folder, name), bytes);
    return join(folder, name);
  };
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(600_000)]);
  const bad = { code: 'issuer/bad-logo' };
  for (const wrong of [
    await file('page.svg', '<html><svg></svg></html>'),
    await file('huge.png', png),
    await file('empty.png', ''),
    join(folder, 'missing.png'),
  ])
    await expect(loadLogo([wrong])).rejects.toMatchObject(bad);
  await expect(loadLogo([LOGO_FILES[0], LOGO_FILES[0]])).rejects.toMatchObject(bad);
  const plain = await file('logo.svg', '<?xml version="1.0"?>\n<!-- ours -->\n<svg xmlns="x"/>');
  expect((await loadLogo([plain])).images[0].type).toBe('image/svg+xml');
});
