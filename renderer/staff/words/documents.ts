import type { DocumentType } from '../../../electron/contract/index.ts';

export const documentTypes: Record<DocumentType, string> = {
  passport: 'Passport',
  'identity-card': 'Identity card',
  'residence-permit': 'Residence permit',
  'driving-licence': 'Driving licence',
};
