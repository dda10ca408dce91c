import { type AccessKey, passwordOctets } from '../access-key/index.ts';
import type { Answer } from '../apdu/index.ts';
import { KDF, pad } from '../crypto/index.ts';
import { ChipError } from '../errors.ts';
import {
  authenticationToken,
  integratedNonceLength,
  mappingDataIv,
  type PaceAlgorithm,
  type PaceGroup,
  pseudoRandomResidue,
} from '../pace/index.ts';
import {
  bytesToNumber,
  childrenOf,
  equalBytes,
  numberToBytes,
  readTlv,
  type Tlv,
  writeTlv,
} from '../tlv/index.ts';
import type { ChipKeyPair } from './personality.ts';
import { ChipChannel } from './secured.ts';

const REFUSED: Answer = { data: new Uint8Array(), status: 0x6300 };
const NOT_IN_ORDER: Answer = { data: new Uint8Array(), status: 0x6985 };
const BAD_DATA: Answer = { data: new Uint8Array(), status: 0x6a80 };

function answer(...objects: Uint8Array[]): Answer {
  return { data: writeTlv(0x7c, ...objects), status: 0x9000 };
}

/** The chip's side of one run of PACE (Doc 9303-11 §4.4). `Element` is whatever the algorithm's group is made of. */
export class PaceSession {
  /** The session that was agreed on, after the last step. */
  channel: ChipChannel | null = null;
  readonly #algorithm: PaceAlgorithm;
  readonly #group: PaceGroup<unknown>;
  readonly #nonce: Uint8Array;
  readonly #passwordKey: Uint8Array;
  readonly #mappingKey: ChipKeyPair | null;
  #step = 1;
  #mappingPrivateKey = 0n;
  #generator: unknown;
  #keys: { encryption: Uint8Array; mac: Uint8Array } | null = null;
  #own: unknown;
  #theirs: unknown;

  constructor(
    algorithm: PaceAlgorithm,
    key: AccessKey,
    mappingKey: ChipKeyPair | null,
    random: (length: number) => Uint8Array,
  ) {
    const { suite } = algorithm;
    this.#algorithm = algorithm;
    this.#group = algorithm.group();
    this.#mappingKey = mappingKey;
    this.#passwordKey = suite.derive(passwordOctets(key), KDF.password);
    this.#nonce = random(algorithm.mapping === 'IM' ? integratedNonceLength(suite) : 16);
  }

  /** One GENERAL AUTHENTICATE. */
  step(data: Uint8Array): Answer {
    let objects: Tlv[];
    try {
      objects = childrenOf(readTlv(data, 0x7c));
      switch (this.#step++) {
        case 1:
          return objects.length === 0 ? this.#sendNonce() : BAD_DATA;
        case 2:
          return this.#map(objects);
        case 3:
          return this.#agree(objects);
        case 4:
          return this.#confirm(objects);
        default:
          return NOT_IN_ORDER;
      }
    } catch (error) {
      if (error instanceof ChipError) return BAD_DATA;
      throw error;
    }
  }

  #sendNonce(): Answer {
    const { suite } = this.#algorithm;
    const iv = new Uint8Array(suite.blockLength);
    return answer(writeTlv(0x80, suite.encrypt(this.#passwordKey, iv, this.#nonce)));
  }

  #map([object]: Tlv[]): Answer {
    if (object?.tag !== 0x81) return BAD_DATA;
    const group = this.#group;
    const { suite, mapping } = this.#algorithm;
    if (mapping === 'IM') {
      const modulus = { value: group.modulus, bits: group.modulusBits };
      this.#generator = group.mapIntegrated(pseudoRandomResidue(suite, this.#nonce, object.value, modulus));
      return answer(writeTlv(0x82));
    }
    const theirs = group.decode(object.value);
    this.#mappingPrivateKey = group.randomPrivateKey();
    const own = group.publicKey(this.#mappingPrivateKey, group.generator);
    const agreed = group.agree(this.#mappingPrivateKey, theirs);
    this.#generator = group.mapGeneric(bytesToNumber(this.#nonce), agreed);
    return answer(writeTlv(0x82, group.encode(own)));
  }

  #agree([object]: Tlv[]): Answer {
    if (object?.tag !== 0x83) return BAD_DATA;
    const group = this.#group;
    const { suite } = this.#algorithm;
    this.#theirs = group.decode(object.value);
    const privateKey = group.randomPrivateKey();
    this.#own = group.publicKey(privateKey, this.#generator);
    const secret = group.secret(group.agree(privateKey, this.#theirs));
    this.#keys = { encryption: suite.derive(secret, KDF.encryption), mac: suite.derive(secret, KDF.mac) };
    return answer(writeTlv(0x84, group.encode(this.#own)));
  }

  #confirm([object]: Tlv[]): Answer {
    const keys = this.#keys;
    if (object?.tag !== 0x85 || !keys) return BAD_DATA;
    const { suite, oid, mapping } = this.#algorithm;
    const token = (publicKey: unknown) => authenticationToken(suite, keys.mac, oid, this.#group, publicKey);
    if (!equalBytes(object.value, token(this.#own))) return REFUSED;
    this.channel = new ChipChannel(suite, keys);
    const objects = [writeTlv(0x86, token(this.#theirs))];
    if (mapping === 'CAM') objects.push(writeTlv(0x8a, this.#mappingProof(keys.encryption)));
    return answer(...objects);
  }

  /** CA_IC = SK_IC^-1 * SK_Map,IC, encrypted (§4.4.3.5.1). */
  #mappingProof(encryptionKey: Uint8Array): Uint8Array {
    const key = this.#mappingKey;
    if (key?.kind !== 'ec') throw new TypeError('chip authentication mapping needs a key on a curve');
    const { curve, pair } = key;
    const field = curve.Point.Fn;
    const data = field.mul(field.inv(pair.privateKey), this.#mappingPrivateKey);
    const padded = pad(numberToBytes(data, curve.orderLength), 16);
    return this.#algorithm.suite.encrypt(encryptionKey, mappingDataIv(encryptionKey), padded);
  }
}
