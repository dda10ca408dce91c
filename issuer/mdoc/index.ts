export { type CborValue, fullDate, jsonToCbor, tagged, toCbor } from './cbor.ts';
export { coseSign1 } from './cose.ts';
export { encodeMdoc, type MdocInput } from './encode.ts';
