export {
  CURVES,
  type Curve,
  type CurveParameters,
  type CurvePoint,
  curveByName,
  curveByOid,
  curveByStandardId,
} from './curve.ts';
export {
  type EcdsaSignature,
  readEcdsaSignature,
  readPlainSignature,
  signEcdsa,
  verifyEcdsa,
  writeEcdsaSignature,
  writePlainSignature,
} from './ecdsa.ts';
export { agreeEc, type EcKeyPair, generateEcKeyPair, randomScalar } from './keys.ts';
export { readEcParameters } from './parameters.ts';
export { decodePoint, encodePoint, xOctets } from './points.ts';
