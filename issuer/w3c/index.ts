export { didDocument, didDocumentPath, didWeb } from './did-web.ts';
export { encodeJwtVc, type JwtVcInput } from './encode.ts';
export { evidenceOf } from './evidence.ts';
