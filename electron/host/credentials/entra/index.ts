export { EntraError, type EntraErrorCode } from './errors.ts';
export {
  createHelpDesk,
  type HelpDesk,
  type HelpDeskOptions,
  type HelpDeskView,
} from './help-desk/help-desk.ts';
export type { NameRule } from './help-desk/names.ts';
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
