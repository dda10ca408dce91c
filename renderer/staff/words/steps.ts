import type { StepName } from '../../../electron/contract/index.ts';

/** What the visitor is doing now. */
export const stepWords: Record<StepName, string> = {
  attract: 'Start screen',
  language: 'Choosing a language',
  wallet: 'Choosing the wallet app',
  pairing: 'Getting the phone ready',
  introduction: 'Reading what will happen',
  details: 'Typing name and email',
  consent: 'Reading the terms',
  'document-choice': 'Choosing a document',
  'document-guidance': 'Reading how to present the document',
  'document-reading': 'Presenting the document',
  'document-review': 'Checking what was read',
  'face-guidance': 'Reading how to take the photo',
  'face-capture': 'Taking the photo',
  deciding: 'Checks are being made',
  offer: 'Scanning the code with the phone',
  proof: 'Showing the new credential',
  success: 'Done: the credential was given',
  referred: 'Waiting for staff',
  refused: 'Refused',
  ended: 'Visit is over',
};
