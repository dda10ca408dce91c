import { CodedError } from '../../contract/index.ts';

/** Raised where the host deals with faces. */
export class FacesError extends CodedError<'faces/answer-malformed'> {}
