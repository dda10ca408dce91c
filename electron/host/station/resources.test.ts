import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inventedStates, loadStation } from './resources.ts';

const resources = join(import.meta.dirname, '../../../resources');

function file(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'proofdesk-station-')), 'station.json');
  writeFileSync(path, content);
  return path;
}

it('has defaults that work without a file', () => {
  const { station, profile, policy } = loadStation(resources, null, false);
  expect([station.organisation, profile.posture, policy.id]).toEqual([
    'Help desk',
    'self-service',
    'standard',
  ]);
});

it.each(['attended', 'self-service', 'offline'])('reads the profile %s', (name) => {
  expect(loadStation(resources, file(JSON.stringify({ profile: name })), false).profile.posture).toBe(name);
});

it.each(['javascript:alert(1)', 'http://store.example/wallet', 'data:text/html,x'])(
  'takes no wallet whose page is at %s',
  (storeUrl) => {
    const directory = mkdtempSync(join(tmpdir(), 'proofdesk-resources-'));
    cpSync(resources, directory, { recursive: true, filter: (path) => !/models|specimens/.test(path) });
    const wallet = { id: 'w', name: 'W', publisher: 'P', storeUrl: 'https://store.example/wallet' };
    const wallets = join(directory, 'wallets.json');
    writeFileSync(wallets, JSON.stringify([wallet]));
    expect(loadStation(directory, null, false).wallets).toHaveLength(1);
    writeFileSync(wallets, JSON.stringify([{ ...wallet, storeUrl }]));
    expect(() => loadStation(directory, null, false)).toThrowError(
      expect.objectContaining({ code: 'station/resource-malformed' }),
    );
  },
);

it('asks for chips by every profile, and refers to a person what an old trust list proves', () => {
  const { profile, policy } = loadStation(resources, null, false);
  expect(profile).toMatchObject({ chip: 'wanted', keepChipFiles: false });
  expect(policy).toMatchObject({ trustListDays: 90, oldTrustList: 'refer' });
});

it('knows the certificates of invented states, and no key of theirs', () => {
  const certificates = inventedStates(resources);
  for (const one of certificates) expect(one[0]).toBe(0x30);
  expect(certificates.length).toBeGreaterThan(0);
  expect(inventedStates(join(resources, 'nowhere'))).toEqual([]);
});

it('runs a simulated station by the simulation policy, and a real one never', () => {
  expect(loadStation(resources, null, true).policy.id).toBe('simulation');
  expect(() => loadStation(resources, file('{"policy":"simulation"}'), false)).toThrow(
    /simulated stations only/,
  );
});

it.each([
  ['a field it does not know', '{"organization":"City Hall"}', /organization/],
  ['a hub without its address', '{"issuer":{"way":"hub"}}', /issuer\.hub/],
  ['a hub over plain http', '{"issuer":{"way":"offline","hub":"http://hub.example"}}', /issuer\.hub/],
  [
    'a hub whose name begins like loopback',
    '{"issuer":{"way":"offline","hub":"http://localhost.example/x"}}',
    /issuer\.hub/,
  ],
  ['a port that is none', '{"issuer":{"port":70000}}', /issuer\.port/],
  ['what is no JSON', '{', /is not JSON/],
  ['a profile that is not there', '{"profile":"nowhere"}', /nowhere/],
  [
    'a kind of serial reader that is none',
    '{"devices":{"serialPorts":["COM1","COM2=toaster"]}}',
    /serialPorts\.1: .*elyctis/,
  ],
  [
    'a reader whose text stands before its length',
    '{"devices":{"hidReaders":["1a2b:3c4d@length=3,text=2"]}}',
    /hidReaders\.0: .*report/,
  ],
  [
    'a page camera without its resolution',
    '{"devices":{"pageCameras":["04e8:6866"]}}',
    /pageCameras\.0: .*DPI|dots per inch/,
  ],
  ['a scanner at no address', '{"devices":{"escl":["ftp://192.0.2.7/eSCL"]}}', /devices\.escl\.0/],
  ['an adapter with half a quotation', '{"devices":{"adapters":["\\"C:\\\\x"]}}', /adapters\.0: .*quotation/],
  ['a layout nobody has', '{"devices":{"keyboardReader":{"layout":"dvorak"}}}', /keyboardReader\.layout/],
  ['a device it does not know', '{"devices":{"bluetooth":true}}', /devices: .*bluetooth/],
  ['a path for a profile', '{"profile":"../../etc/passwd"}', /profile/],
])('names %s', (_what, content, message) => {
  expect(() => loadStation(resources, file(content), false)).toThrow(message);
});

it('puts the organisation into the consent texts, which changes their hash', () => {
  const one = loadStation(resources, null, false).consentText('terms', 'en');
  const two = loadStation(resources, file('{"organisation":"City Hall"}'), false).consentText('terms', 'en');
  expect(two.paragraphs.join(' ')).toContain('City Hall');
  expect(two.hash).not.toBe(one.hash);
});
