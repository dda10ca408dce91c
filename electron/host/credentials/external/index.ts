export type { ExternalAdapter, ExternalOffer, ExternalOrder, ExternalStatus } from './adapter.ts';
export { ExternalError, type ExternalErrorCode, externalTexts } from './errors.ts';
export { type ExternalIssuer, type ExternalIssuerOptions, startExternalIssuer } from './issuer.ts';
export { type JsonApiOptions, jsonApiAdapter } from './json-api.ts';
