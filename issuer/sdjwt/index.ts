export { encodeSdJwtVc, type SdJwtVcInput, validity } from './encode.ts';
