import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { organisationKeys } from '../../issuer/testing/organisation-keys.ts';
import type { HostForStaff } from '../contract/index.ts';
import { startHost } from './index.ts';
import { setUp, started, window } from './testing/whole-host.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A station whose file names keys of an organisation. @param days until their certificates end */
async function station(days: number, more: object = {}, key?: string) {
  const { options, directory } = setUp();
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const keys = await organisationKeys([`${baseUrl}/open`], { days });
  const put = (name: string, text: string) => writeFileSync(join(directory, name), text);
  put('leaf.pem', keys.chainPem);
  put('leaf.key', key ?? keys.privateKeyPem);
  put('mdoc.pem', keys.mdoc.chainPem);
  put('mdoc.key', keys.mdoc.privateKeyPem);
  const signing = { certificateFile: 'leaf.pem', keyFile: 'leaf.key', ...more };
  put('station.json', JSON.stringify({ organisation: 'City Hall', issuer: { port, baseUrl, signing } }));
  return { options: { ...options, stationFile: join(directory, 'station.json') }, baseUrl, keys };
}
const mdoc = { certificateFile: 'mdoc.pem', keyFile: 'mdoc.key' };

test('a kiosk signs with the keys its station file names, and shows its logo', async () => {
  const { options, baseUrl, keys } = await station(400, { mdoc });
  const host = await started(options);
  expect(host.trustAnchorPem!.trim()).toBe(keys.rootPem.trim());
  const { health, notices } = await window<HostForStaff>(host, 'staff').snapshot();
  expect(health.find(({ part }) => part === 'issuer')).toMatchObject({
    state: 'ok',
    detail: 'signs with the supplied certificate',
  });
  expect(notices.filter(({ code }) => code.startsWith('credentials/'))).toEqual([]);
  const metadata = await (await fetch(`${baseUrl}/.well-known/openid-credential-issuer/open`)).json();
  const { logo } = (metadata as { display: { logo: { uri: string; alt_text: string } }[] }).display[0]!;
  expect(logo).toEqual({ uri: `${baseUrl}/open/logo.png`, alt_text: 'City Hall' });
  expect((await fetch(logo.uri)).headers.get('content-type')).toBe('image/png');
  await host.stop();
});

test('staff are told at the start that the certificate ends, or has ended, and of what mdocs lack', async () => {
  const told = async (days: number, more: object) => {
    const { options } = await station(days, more);
    const host = await started(options);
    const { notices } = await window<HostForStaff>(host, 'staff').snapshot();
    await host.stop();
    return notices
      .filter(({ code }) => code.startsWith('credentials/'))
      .map(({ code, level }) => [code, level]);
  };
  expect(await told(20, { mdoc })).toEqual([['credentials/signing-ends-soon', 'warning']]);
  expect(await told(20, { mdoc, noticeDays: 10 })).toEqual([]);
  expect(await told(-1, { mdoc })).toEqual([['credentials/signing-expired', 'error']]);
  expect(await told(400, {})).toEqual([['credentials/signing-mdoc-profile', 'warning']]);
});

test('a kiosk whose signing key is not the certificate’s does not start, and says why', async () => {
  const { privateKeyPem } = await organisationKeys(['https://other.example/open']);
  const { options } = await station(400, {}, privateKeyPem);
  await expect(startHost(options)).rejects.toMatchObject({
    code: 'credentials/signing-mismatch',
    message: expect.stringContaining('"issuer.signing"'),
  });
});
