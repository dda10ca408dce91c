export { bytesOf, bytesToNumber, concatBytes, equalBytes, hexOf, numberToBytes } from './bytes.ts';
export {
  bitStringOf,
  DER,
  decodeOid,
  encodeOid,
  integerOf,
  octetStringOf,
  oidOf,
  smallIntegerOf,
  writeInteger,
  writeOid,
} from './der.ts';
export {
  childrenOf,
  findTlv,
  needTlv,
  readTlv,
  readTlvAt,
  readTlvHeader,
  readTlvs,
  type TlvHeader,
} from './read.ts';
export type { Tlv } from './tlv.ts';
export { writeTlv } from './write.ts';
