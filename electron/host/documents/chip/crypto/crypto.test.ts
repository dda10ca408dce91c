import { describe, expect, it } from 'vitest';
import { bytesOf, hexOf } from '../tlv/index.ts';
import { cmac, KDF, pad, retailMac, SUITES, unpad } from './index.ts';

const hex = (bytes: Uint8Array) => hexOf(bytes).toUpperCase();

describe('MACs', () => {
  // NIST SP 800-38B, appendix D.1 and D.3.
  const text = '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411';
  it.each([
    ['2b7e151628aed2a6abf7158809cf4f3c', 0, 'bb1d6929e95937287fa37d129b756746'],
    ['2b7e151628aed2a6abf7158809cf4f3c', 16, '070a16b46b4d4144f79bdd9dd04a287c'],
    ['2b7e151628aed2a6abf7158809cf4f3c', 40, 'dfa66747de9ae63030ca32611497c827'],
    [
      '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
      0,
      '028962f61b7bf89efc6b551f4667d983',
    ],
    [
      '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
      40,
      'aaf3d8f1de5640c232f5b169b9c911e6',
    ],
  ])('CMAC under %s over %i octets', (key, length, expected) => {
    expect(hexOf(cmac(bytesOf(key), bytesOf(text).subarray(0, length)))).toBe(expected);
  });

  it('retail MAC as in Doc 9303-11 appendix D.3', () => {
    const key = bytesOf('7962D9ECE03D1ACD4C76089DCE131543');
    const cryptogram = bytesOf('72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2');
    expect(hex(retailMac(key, pad(cryptogram, 8)))).toBe('5F1448EEA8AD90A7');
  });
});

describe('padding method 2', () => {
  it('always adds, to whole blocks', () => {
    expect(hex(pad(bytesOf(''), 8))).toBe('8000000000000000');
    expect(pad(new Uint8Array(8), 8)).toHaveLength(16);
    expect(pad(new Uint8Array(15), 16)).toHaveLength(16);
  });

  it('comes off, or is not there', () => {
    for (const length of [0, 1, 7, 8, 9, 31]) {
      const data = new Uint8Array(length).fill(0x80);
      expect(hex(unpad(pad(data, 16)) ?? bytesOf('FF'))).toBe(hex(data));
    }
    expect(unpad(new Uint8Array(8))).toBeNull();
    expect(unpad(bytesOf(''))).toBeNull();
    expect(unpad(bytesOf('8001'))).toBeNull();
  });
});

describe('key derivation', () => {
  // Doc 9303-11, appendices D.2 and G.1; the longer keys by two other implementations.
  it.each([
    ['3DES', '239AB9CB282DAF66231DC5A4DF6BFBAE', KDF.encryption, 'AB94FDECF2674FDFB9B391F85D7F76F2'],
    ['3DES', '239AB9CB282DAF66231DC5A4DF6BFBAE', KDF.mac, '7962D9ECE03D1ACD4C76089DCE131543'],
    [
      'AES-128',
      '28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925',
      KDF.encryption,
      'F5F0E35C0D7161EE6724EE513A0D9A7F',
    ],
    ['AES-128', '7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD', KDF.password, '89DED1B26624EC1E634C1989302849DD'],
    [
      'AES-192',
      '7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD12345678',
      KDF.password,
      '4487BB60D75E55928AB2406733D060BB600C7FA4AEEAB92B',
    ],
    [
      'AES-256',
      '7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD12345678ABCDEF1234567890',
      KDF.password,
      'AC92515EDD0F4714CBB46C683CC1A66DEBB68B3CC34F29904DB757AC88988D31',
    ],
  ] as const)('%s from %s, counter %i', (name, secret, counter, expected) => {
    expect(hex(SUITES[name].derive(bytesOf(secret), counter))).toBe(expected);
  });
});

describe.each(Object.values(SUITES))('$name', (suite) => {
  it('decrypts what it encrypts', () => {
    const key = suite.derive(bytesOf('00'), KDF.encryption);
    expect(key).toHaveLength(suite.keyLength);
    const iv = new Uint8Array(suite.blockLength).fill(7);
    const data = pad(bytesOf('0102030405'), suite.blockLength);
    const encrypted = suite.encrypt(key, iv, data);
    expect(hex(encrypted)).not.toBe(hex(data));
    expect(hex(suite.decrypt(key, iv, encrypted))).toBe(hex(data));
    expect(suite.mac(key, data)).toHaveLength(8);
  });
});
