export { EntraError, type EntraErrorCode } from './errors.ts';
export { type EntraIssuer, type EntraIssuerOptions, startEntraIssuer } from './issuer.ts';
export type { OfferMemory } from './offers.ts';
export { operatorTexts as entraOperatorTexts } from './operator-texts.ts';
export {
  type ClientCredential,
  type CredentialFiles,
  readClientCredential,
  readSecret,
  Secret,
} from './secrets.ts';
export type { Application } from './token.ts';
