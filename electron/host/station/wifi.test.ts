import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { stationFile } from './station-file.ts';
import { wifiUri } from './wifi-uri.ts';

const parsed = (wifi: object, more: object = {}) =>
  stationFile.parse({ issuer: { wifi, baseUrl: 'https://kiosk07.id.example', ...more } }).issuer.wifi!;

/** Reads the form as a phone does: fields end at a bare semicolon, a backslash takes away a character's meaning. */
function asPhone(uri: string): Record<string, string> {
  expect(uri.startsWith('WIFI:')).toBe(true);
  const fields: Record<string, string> = {};
  let key: string | null = null;
  let text = '';
  for (let at = 'WIFI:'.length; at < uri.length; at += 1) {
    const character = uri[at]!;
    if (character === '\\') text += uri[++at];
    else if (character === ':' && key === null) [key, text] = [text, ''];
    else if (character === ';') {
      if (key === null) {
        expect([text, at]).toEqual(['', uri.length - 1]);
        return fields;
      }
      fields[key] = text;
      [key, text] = [null, ''];
    } else text += character;
  }
  throw new Error('it has no end');
}

describe('the code a phone joins the Wi-Fi by', () => {
  test('says name, kind and password', () => {
    expect(wifiUri(parsed({ ssid: 'Northwind', password: 'correct horse' }))).toBe(
      'WIFI:T:WPA;S:Northwind;P:correct horse;;',
    );
    expect(wifiUri(parsed({ ssid: 'Open', security: 'none' }))).toBe('WIFI:T:nopass;S:Open;;');
    expect(wifiUri(parsed({ ssid: 'Unseen', password: '12345678', hidden: true }))).toBe(
      'WIFI:T:WPA;S:Unseen;P:12345678;H:true;;',
    );
  });

  test('escapes what would divide it', () => {
    const uri = wifiUri(parsed({ ssid: 'a\\b;c,d:e"f', password: '\\;,:"\\;,:"' }));
    expect(uri).toBe('WIFI:T:WPA;S:a\\\\b\\;c\\,d\\:e\\"f;P:\\\\\\;\\,\\:\\"\\\\\\;\\,\\:\\";;');
  });

  test('is read again by a phone, whatever name and password are', () => {
    const character = fc.constantFrom(...'aZ0 \\;,:"é¬');
    const ssid = fc.string({ unit: character, minLength: 1, maxLength: 16 });
    const password = fc.string({ unit: fc.constantFrom(...'aZ0 \\;,:"'), minLength: 8, maxLength: 63 });
    fc.assert(
      fc.property(ssid, password, fc.boolean(), (name, secret, hidden) => {
        const fields = asPhone(wifiUri(parsed({ ssid: name, password: secret, hidden })));
        expect(fields).toEqual({ T: 'WPA', S: name, P: secret, ...(hidden ? { H: 'true' } : {}) });
      }),
    );
  });
});

describe('the station file', () => {
  it.each([
    ['a name too long in bytes', { ssid: 'é'.repeat(17), password: '12345678' }],
    ['no name', { ssid: '', password: '12345678' }],
    ['a password too short', { ssid: 'a', password: '1234567' }],
    ['a password too long', { ssid: 'a', password: 'x'.repeat(64) }],
    ['a password no phone can type', { ssid: 'a', password: 'pässword' }],
    ['no password', { ssid: 'a' }],
    ['a password for an open network', { ssid: 'a', security: 'none', password: '12345678' }],
    ['a security nobody should use', { ssid: 'a', security: 'WEP', password: '12345678' }],
  ])('does not take %s', (_what, wifi) => {
    expect(() => parsed(wifi)).toThrow();
  });

  it('takes a key in hexadecimal', () => {
    expect(parsed({ ssid: 'a', password: 'aF'.repeat(32) }).password).toHaveLength(64);
  });

  it('has the network and the certificate only where the kiosk itself issues', () => {
    const wifi = { ssid: 'a', password: '12345678' };
    expect(() => parsed(wifi, { way: 'hub', hub: 'https://hub.example' })).toThrow(/embedded/);
    const tls = { certificateFile: 'c.pem', keyFile: 'k.pem' };
    expect(() => parsed(wifi, { tls, baseUrl: 'http://127.0.0.1:1' })).toThrow(/https/);
    expect(parsed(wifi, { tls })).toMatchObject(wifi);
  });

  it('names each form once, and has two unless told otherwise', () => {
    const forms = (given?: string[]) =>
      stationFile.parse({ issuer: given ? { forms: given } : {} }).issuer.forms;
    expect(forms()).toEqual(['dc+sd-jwt', 'mso_mdoc']);
    expect(() => forms([])).toThrow();
    expect(() => forms(['mso_mdoc', 'mso_mdoc'])).toThrow();
  });
});
