import type { CipherSuite } from '../crypto/index.ts';
import { encodeOid, writeTlv } from '../tlv/index.ts';
import type { PaceGroup } from './group.ts';

/** The authentication token over the other side's public key (Doc 9303-11 §4.4.3.4). */
export function authenticationToken<Element>(
  suite: CipherSuite,
  macKey: Uint8Array,
  oid: string,
  group: PaceGroup<Element>,
  publicKey: Element,
): Uint8Array {
  const object = writeTlv(
    0x7f49,
    writeTlv(0x06, encodeOid(oid)),
    writeTlv(group.publicValueTag, group.encode(publicKey)),
  );
  return suite.mac(macKey, object);
}
