import type { Td3Person } from '../../../electron/host/documents/mrz/index.ts';
import type { Licence } from './aamva.ts';
import type { Td1Person } from './td1.ts';

interface Particulars {
  id: string;
  label: string;
  /** Name of the front's picture. */
  page: string;
  /** Hue of the background print, degrees. */
  hue: number;
}

export interface PassportDocument extends Particulars {
  format: 'TD3';
  holder: Td3Person;
  issueDate: string;
  birthPlace: string;
}

/** How a card came to lie: degrees clockwise, and millimetres off the middle of the sheet. */
export interface Lie {
  turn: number;
  x: number;
  y: number;
}

interface Card extends Particulars {
  /** Name of the back's picture. */
  back: string;
  /** Front and back. */
  lies: readonly [Lie, Lie];
}

export interface IdentityCardDocument extends Card {
  format: 'TD1';
  holder: Td1Person;
  issueDate: string;
  birthPlace: string;
  address: readonly [string, string];
  /** Centimetres. */
  height: number;
  eyes: string;
  /** The back has a QR code with a copy of the zone. */
  copy: boolean;
}

export interface DrivingLicenceDocument extends Card {
  format: 'AAMVA';
  holder: Licence;
}

export type SpecimenDocument = PassportDocument | IdentityCardDocument | DrivingLicenceDocument;
