import { z } from 'zod';
import { wifiUri } from './wifi-uri.ts';

/** From the station file's folder. */
const file = z.string().min(1).max(1000);
const bytes = (text: string) => new TextEncoder().encode(text).byteLength;

/**
 * The network phones reach this kiosk over. A name has at most 32 bytes (IEEE 802.11-2020 §9.4.2.2); a passphrase 8 to 63
 * printable ASCII characters, or the key itself, 64 hexadecimal digits (Annex J.4).
 */
const stationWifi = z
  .strictObject({
    ssid: z
      .string()
      .min(1)
      .refine((name) => bytes(name) <= 32, { error: 'a network’s name has at most 32 bytes' }),
    /** `WPA` stands for WPA, WPA2 and WPA3 with a passphrase. */
    security: z.enum(['WPA', 'none']).default('WPA'),
    password: z
      .string()
      .regex(/^(?:[\x20-\x7e]{8,63}|[0-9a-fA-F]{64})$/, {
        error: '8 to 63 printable ASCII characters, or 64 hexadecimal digits',
      })
      .optional(),
    hidden: z.boolean().default(false),
  })
  .refine(({ security, password }) => (security === 'WPA') === (password !== undefined), {
    error: 'a network with "WPA" has a password, one with "none" has none',
    path: ['password'],
  })
  .transform((wifi) => ({ ...wifi, uri: wifiUri(wifi) }));

/** In which formats the credential may be offered, the first one first; a visitor whose wallet does not take it may ask for the next. */
export const credentialForms = z
  .array(z.enum(['dc+sd-jwt', 'mso_mdoc', 'jwt_vc_json']))
  .min(1)
  .refine((formats) => new Set(formats).size === formats.length, { error: 'each format once' })
  .default(['dc+sd-jwt', 'mso_mdoc']);

/** A private key and its certificates, leaf first: two PEM files, or one PKCS#12 file. Its passphrase is in a file too. */
const keyFiles = z
  .strictObject({
    certificateFile: file.optional(),
    keyFile: file.optional(),
    pkcs12File: file.optional(),
    passphraseFile: file.optional(),
  })
  .refine(
    ({ certificateFile, keyFile, pkcs12File, passphraseFile }) =>
      pkcs12File === undefined
        ? certificateFile !== undefined && keyFile !== undefined
        : certificateFile === undefined && keyFile === undefined && passphraseFile !== undefined,
    { error: 'either "certificateFile" and "keyFile", or "pkcs12File" and "passphraseFile"' },
  );
export type KeyFiles = z.infer<typeof keyFiles>;

/** What credentials are signed with; a test CA of the kiosk's own where nothing is supplied. */
const signing = keyFiles.safeExtend({
  /** PEM, leaf first: certificates of keys that signed before, for as long as what they signed may live. */
  previousFiles: z.array(file).max(32).default([]),
  /** What mdocs are signed with, where their certificate is another (ISO/IEC 18013-5 Annex B.1.4). */
  mdoc: keyFiles.optional(),
  /** How many days before the certificate ends staff are told. */
  noticeDays: z.int().min(2).max(365).default(30),
});
export type StationSigning = z.infer<typeof signing>;

/** What is this kiosk's own where it issues itself (docs/issuer.md). */
export const embeddedWay = {
  signing: signing.optional(),
  /** PNG, JPEG or SVG, each kind once, the one wallets are to show first. */
  logoFiles: z.array(file).min(1).max(3).optional(),
  /** PEM, for the name of `baseUrl`; without it a proxy in front speaks https. */
  tls: z.strictObject({ certificateFile: file, keyFile: file }).optional(),
  /** PEM: roots that the phones here trust besides the public ones. */
  trustedRootsFile: file.optional(),
  wifi: stationWifi.optional(),
  forms: credentialForms,
  /** PEM: roots of the wallet providers whose attestations count; with one there is the identifier `/haip` too. */
  attesterFiles: z.array(file).max(32).default([]),
};

/** Which wallets, by their id in `resources/wallets.json`, know this organisation. */
export const listedBy = z.array(z.string().min(1).max(60)).max(64).default([]);
