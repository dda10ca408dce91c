export { PresentationError, type PresentationErrorCode } from './errors.ts';
export {
  createPresentations,
  type PresentationOptions,
  type PresentationOutcome,
  type PresentationRequest,
  type Presentations,
} from './requests.ts';
export { type Presented, verifyPresentation } from './verify.ts';
