import { parseMrz } from '../../mrz/index.ts';
import { type AccessKey, canKey, mrzKey } from '../access-key/index.ts';
import type { HashName } from '../certificates/index.ts';
import { type CipherSuite, SUITES, type SuiteName } from '../crypto/index.ts';
import { DH_GROUPS, generateDhKeyPair } from '../dh/index.ts';
import { curveByName, generateEcKeyPair } from '../ec/index.ts';
import { ChipError } from '../errors.ts';
import {
  type FacePicture,
  generateKey,
  type HolderDetails,
  type Issued,
  type IssuingKey,
  type KeySpec,
  writeDg1,
  writeDg2,
  writeDg7,
  writeDg11,
  writeDg12,
  writeDg14,
  writeDg15,
  writeEfCom,
  writePublicKeyInfo,
  writeSignedData,
  writeSod,
} from '../issuing/index.ts';
import { type PaceAlgorithm, paceAlgorithm } from '../pace/index.ts';
import { DER, numberToBytes, writeTlv } from '../tlv/index.ts';
import type { ChipKeyPair, ChipPersonality } from './personality.ts';
import {
  writeActiveAuthenticationInfo,
  writeChipAuthenticationInfo,
  writeChipAuthenticationKeyInfo,
  writePaceInfo,
} from './security-infos.ts';

/** One entry of EF.CardAccess: the last two arcs of the protocol's identifier, and a standard parameter id. */
export interface PaceOffer {
  readonly agreement: 'DH' | 'ECDH';
  readonly mapping: 'GM' | 'IM' | 'CAM';
  readonly cipher: SuiteName;
  readonly parameterId: number;
}

export interface PassportRequest {
  readonly mrz: readonly string[];
  readonly portrait: FacePicture;
  readonly portraitStandard?: 'ISO 19794-5' | 'ISO 39794-5';
  readonly signer: Issued;
  /** Milliseconds since 1970: the day of issue. */
  readonly issuedAt: number;
  readonly can?: string;
  /** Empty for a chip without PACE. The default is what German passports of 2024 offer. */
  readonly pace?: readonly PaceOffer[];
  readonly basicAccess?: boolean;
  readonly chipAuthentication?: {
    readonly ciphers: readonly SuiteName[];
    /** A curve's name, or a group's standard id. */
    readonly parameters: string | number;
    /** Leaves the protocol out of DG14, as some French passports do. */
    readonly unstated?: boolean;
  } | null;
  readonly activeAuthentication?: { readonly key: KeySpec; readonly hash?: HashName } | null;
  readonly holder?: HolderDetails;
  readonly signature?: Uint8Array;
  readonly issuingAuthority?: string;
  /** Most octets of an answer the chip states in EF.ATR/INFO; no such file when absent. */
  readonly longAnswers?: number;
  readonly longestRead?: number;
}

/** A virtual passport: what is in the chip, what opens it, and its data groups by number. */
export interface VirtualPassport {
  readonly personality: ChipPersonality;
  readonly keys: readonly AccessKey[];
  readonly dataGroups: ReadonlyMap<number, Uint8Array>;
}

const USUAL_PACE: readonly PaceOffer[] = [
  { agreement: 'ECDH', mapping: 'GM', cipher: 'AES-128', parameterId: 13 },
];
const SECURITY_OBJECT = '0.4.0.127.0.7.3.2.1';

function algorithmOf(offer: PaceOffer): PaceAlgorithm {
  const mechanism = { DHGM: 1, ECDHGM: 2, DHIM: 3, ECDHIM: 4, DHCAM: 0, ECDHCAM: 6 }[
    `${offer.agreement}${offer.mapping}` as const
  ];
  const cipher = Object.keys(SUITES).indexOf(offer.cipher) + 1;
  const oid = `0.4.0.127.0.7.2.2.4.${mechanism}.${cipher}`;
  const algorithm = paceAlgorithm({ oid, version: 2, parameterId: offer.parameterId });
  if (!algorithm) throw new ChipError('chip/unsupported', 'no such form of PACE');
  return algorithm;
}

function chipKeyPair(parameters: string | number): ChipKeyPair {
  if (typeof parameters === 'string') {
    const curve = curveByName(parameters);
    return { kind: 'ec', curve, pair: generateEcKeyPair(curve) };
  }
  const group = DH_GROUPS.find(({ standardId }) => standardId === parameters);
  if (!group) throw new ChipError('chip/unsupported', 'no such group');
  return { kind: 'dh', group, pair: generateDhKeyPair(group) };
}

function accessKeys(request: PassportRequest): AccessKey[] {
  const read = parseMrz(request.mrz);
  if (read.kind !== 'mrz') throw new ChipError('chip/key-format', 'not a machine readable zone');
  return [mrzKey(read), ...(request.can === undefined ? [] : [canKey(request.can)])];
}

/** EF.ATR/INFO with the longest command and answer (ISO/IEC 7816-4 §12.7.1). */
function writeAtrInfo(longest: number): Uint8Array {
  const length = writeTlv(DER.integer, numberToBytes(BigInt(longest), 3));
  return writeTlv(0x7f66, length, length);
}

interface Proofs {
  readonly chipAuthentication: { readonly suites: CipherSuite[]; readonly key: ChipKeyPair } | null;
  readonly mappingKey: ChipKeyPair | null;
  readonly activeAuthentication: { readonly key: IssuingKey; readonly hash: HashName } | null;
}

async function makeProofs(request: PassportRequest, pace: readonly PaceAlgorithm[]): Promise<Proofs> {
  const { chipAuthentication, activeAuthentication } = request;
  const mapping = pace.find((one) => one.mapping === 'CAM');
  return {
    chipAuthentication: chipAuthentication
      ? {
          suites: chipAuthentication.ciphers.map((name) => SUITES[name]),
          key: chipKeyPair(chipAuthentication.parameters),
        }
      : null,
    mappingKey: mapping ? chipKeyPair(mapping.parameters) : null,
    activeAuthentication: activeAuthentication
      ? {
          key: await generateKey(activeAuthentication.key),
          hash: activeAuthentication.hash ?? 'SHA-256',
        }
      : null,
  };
}

function securityInfos(
  request: PassportRequest,
  pace: readonly PaceAlgorithm[],
  { chipAuthentication, mappingKey, activeAuthentication }: Proofs,
): { access: Uint8Array[]; all: Uint8Array[]; mapping: Uint8Array[] } {
  const access = pace.map(writePaceInfo);
  // Two static keys are told apart by number.
  const ids = chipAuthentication && mappingKey ? ([1n, 2n] as const) : ([null, null] as const);
  const mapping = mappingKey ? [writeChipAuthenticationKeyInfo(mappingKey, ids[1])] : [];
  const agreement = chipAuthentication && [
    ...(request.chipAuthentication?.unstated
      ? []
      : chipAuthentication.suites.map((suite) =>
          writeChipAuthenticationInfo(suite, chipAuthentication.key, ids[0]),
        )),
    writeChipAuthenticationKeyInfo(chipAuthentication.key, ids[0]),
  ];
  const signing =
    activeAuthentication?.key.kind === 'ec' ? [writeActiveAuthenticationInfo(activeAuthentication.hash)] : [];
  return { access, mapping, all: [...access, ...(agreement ?? []), ...signing] };
}

/** Personalises a virtual passport: writes its files, has the state sign them, and puts the keys in. */
export async function personalise(request: PassportRequest): Promise<VirtualPassport> {
  const pace = (request.pace ?? USUAL_PACE).map(algorithmOf);
  const proofs = await makeProofs(request, pace);
  const infos = securityInfos(request, pace, proofs);
  const dataGroups = new Map<number, Uint8Array>([
    [1, writeDg1(request.mrz)],
    [2, writeDg2(request.portrait, request.portraitStandard)],
  ]);
  if (request.signature) dataGroups.set(7, writeDg7(request.signature));
  if (request.holder) dataGroups.set(11, writeDg11(request.holder));
  if (request.issuingAuthority) {
    const day = new Date(request.issuedAt).toISOString().slice(0, 10).replaceAll('-', '');
    dataGroups.set(12, writeDg12(request.issuingAuthority, day));
  }
  if (infos.all.length > 0) dataGroups.set(14, writeDg14(infos.all));
  if (proofs.activeAuthentication) {
    dataGroups.set(15, writeDg15(writePublicKeyInfo(proofs.activeAuthentication.key)));
  }
  const sod = writeSod({ signer: request.signer, files: dataGroups, signingTime: request.issuedAt });

  const masterFile = new Map<number, Uint8Array>();
  if (pace.length > 0) masterFile.set(0x011c, writeTlv(DER.set, ...infos.access));
  if (infos.mapping.length > 0) {
    const signed = writeSignedData({
      contentType: SECURITY_OBJECT,
      content: writeTlv(DER.set, ...infos.access, ...infos.mapping),
      certificates: [request.signer.certificate],
      key: request.signer.key,
    });
    masterFile.set(0x011d, signed);
  }
  if (request.longAnswers !== undefined) masterFile.set(0x2f01, writeAtrInfo(request.longAnswers));
  const groups = [...dataGroups.keys()];
  const application = new Map<number, Uint8Array>([
    [0x011e, writeEfCom(groups)],
    [0x011d, sod],
    ...groups.map((group) => [0x0100 + group, dataGroups.get(group) as Uint8Array] as const),
  ]);
  const keys = accessKeys(request);
  const personality: ChipPersonality = {
    masterFile,
    application,
    keys,
    pace,
    basicAccess: request.basicAccess ?? true,
    ...proofs,
    ...(request.longestRead !== undefined && { longestRead: request.longestRead }),
  };
  return { personality, keys, dataGroups };
}
