import {
  type Authority,
  type AuthorityOptions,
  appointDocumentSigner,
  appointListSigner,
  foundAuthority,
  type Issued,
  type SodRequest,
  writeDg1,
  writeDg2,
  writeDg11,
  writeDg12,
  writeEfCom,
  writeMasterList,
  writeSod,
} from '../issuing/index.ts';
import { importTrust, TrustAnchors } from '../trust/index.ts';

export const YEAR = 365 * 86_400_000;
/** The day Utopia was founded for these tests. */
export const FOUNDED = Date.UTC(2020, 0, 1);
/** The day its passports were issued. */
export const ISSUED = Date.UTC(2022, 5, 1);
/** The day they are shown. */
export const NOW = Date.UTC(2025, 2, 1);

export const MRZ = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];

/** Not a picture, but it begins and is sized like one: a JPEG's start and frame header of 300 by 400 pixels. */
export const FACE = Uint8Array.from([
  0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 1, 0x90, 1, 0x2c, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xd9,
]);

export interface Utopia {
  readonly csca: Authority;
  readonly signer: Issued;
  readonly listSigner: Issued;
}

/** An invented state with its authority and signers. */
export async function utopia(options: Partial<AuthorityOptions> = {}): Promise<Utopia> {
  const csca = await foundAuthority({ country: 'UT', now: FOUNDED, ...options });
  const term = { notBefore: FOUNDED + YEAR, notAfter: FOUNDED + 13 * YEAR };
  const key = options.key ? { key: options.key } : {};
  return {
    csca,
    signer: await appointDocumentSigner(csca, { ...term, ...key }),
    listSigner: await appointListSigner(csca, term),
  };
}

/** Files of a passport as its chip gives them. */
export function passportFiles(): Map<number, Uint8Array> {
  return new Map([
    [1, writeDg1(MRZ)],
    [2, writeDg2({ image: FACE, format: 'jpeg', width: 300, height: 400 })],
    [11, writeDg11({ fullName: 'Eriksson<<Anna Maria', placeOfBirth: ['Zenith', 'Utopia'] })],
    [12, writeDg12('Ministry of Specimens', '20220601')],
  ]);
}

export interface Passport {
  readonly files: Map<number, Uint8Array>;
  readonly com: Uint8Array;
  readonly sod: Uint8Array;
}

/** A passport signed by a state's document signer. */
export function passport(state: Utopia, request: Partial<SodRequest> = {}): Passport {
  const files = passportFiles();
  return {
    files,
    com: writeEfCom([...files.keys()]),
    sod: writeSod({ signer: state.signer, files, ...request }),
  };
}

/** A state's master list, with further certificates if given. */
export function masterList(state: Utopia, more: readonly Uint8Array[] = [], signedAt = NOW): Uint8Array {
  return writeMasterList({
    signer: state.listSigner,
    chain: [state.csca.certificate],
    certificates: [state.csca.certificate, ...more],
    signedAt,
  });
}

/** What a station trusts that imported a state's master list. */
export function anchorsOf(state: Utopia, more: readonly Uint8Array[] = []): TrustAnchors {
  return new TrustAnchors(importTrust(masterList(state, more), [state.csca.certificate], NOW).lists);
}
