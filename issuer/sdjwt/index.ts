export { encodeSdJwtVc, type SdJwtVcInput } from './encode.ts';
