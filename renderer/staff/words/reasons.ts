import type { Check, CheckName } from '../../../electron/contract/index.ts';
import { chipMissing, chipReasons } from './chip-reasons.ts';

const picture = (of: string) => ({
  good: `${of} is clear enough to compare`,
  'no-face': `No face was found in ${of.toLowerCase()}`,
  'several-faces': `More than one face is in ${of.toLowerCase()}`,
  'too-small': `The face in ${of.toLowerCase()} is too small`,
  'too-dark': `${of} is too dark`,
  'too-bright': `${of} is too bright`,
  'uneven-light': 'One side of the face is much darker than the other',
  blurred: `${of} is blurred`,
  'turned-away': 'The face is turned away from the camera',
  'eyes-closed': 'The eyes are closed',
  'mouth-open': 'The mouth is open',
});

/** What two sources that are compared can have to say; a field that differs gives its name as the reason. */
const comparison = (one: string, other: string) => ({
  same: `${one} says the same as ${other}`,
  'family-name': `${one} and ${other} differ in the family name`,
  'given-names': `${one} and ${other} differ in the given names`,
  'birth-date': `${one} and ${other} differ in the date of birth`,
  sex: `${one} and ${other} differ in the sex`,
  nationality: `${one} and ${other} differ in the nationality`,
  issuer: `${one} and ${other} differ in who issued the document`,
  'document-number': `${one} and ${other} differ in the number`,
  'expiry-date': `${one} and ${other} differ in the date of expiry`,
  spelling: 'The names are spelt in two ways that a person has to compare',
  'other-script': 'A name is in a script that cannot be compared by machine',
  'unsplit-name': 'The barcode does not tell family and given names apart',
  'other-document': 'The two are not of the same document',
  missing: 'One of the two does not have what is compared',
  'nothing-in-common': 'The two have nothing in common that could be compared',
});

const typed = (other: string) => ({
  ...comparison('The typed name', other),
  same: `The typed name is the name in ${other}`,
  'family-name': `The typed family name is not the one in ${other}`,
  'given-names': `The typed given names are not those in ${other}`,
  'nothing-typed': 'The visitor typed no name',
});

/** Any step of a chip can give the sums its reason, so all of them share their words. */
const ofTheChip = { ...chipMissing, ...chipReasons };

/** Why a check came out as it did, in the words of the people who have to act on it. */
const reasons: Record<CheckName, Record<string, string>> = {
  'mrz-check-digits': {
    'all-right': 'All check digits in the machine-readable lines are right',
    'check-digit': 'A check digit in the machine-readable lines is wrong',
    field: 'A field in the machine-readable lines is not well-formed',
    'layout-has-none': 'This kind of document has no check digits',
    'no-zone': 'This document has no machine-readable lines, only a barcode',
    'not-available': 'No machine-readable lines were read',
  },
  'mrz-reading': {
    'as-read': 'The machine-readable lines were taken as they were read',
    repaired: 'Characters were corrected so that the check digits fit; compare them with the document',
    doubtful: 'Some characters may be others; compare them with the document',
    'same-as-chip': 'Characters were corrected, and the signed chip says the same',
    'no-zone': 'This document has no machine-readable lines',
    'not-available': 'No machine-readable lines were read',
  },
  'mrz-page-match': {
    same: 'The reader and the picture of the page show the same lines',
    different: 'The reader and the picture of the page show different lines',
    'no-reader-lines': 'No reader sent lines; they were read in the picture alone',
    'no-page-image': 'There is no image of the page',
    'page-zone-repaired': 'In the picture, the lines could be read with corrections only',
    'page-zone-unreadable': 'In the picture, the lines could not be read',
    'no-zone-on-page': 'No lines were found in the picture',
    'not-available': 'The lines were not read in two ways',
  },
  'barcode-structure': {
    'well-formed': 'The barcode has the structure and the elements its standard asks for',
    malformed: 'The barcode does not keep to its standard',
    'elements-missing': 'The barcode lacks elements that its standard asks for',
    'seal-not-verified': 'The barcode is a digital seal; its signature is not verified here',
    'unknown-content': 'The barcode is not one of a kind this kiosk knows',
    'no-barcode': 'No barcode was read',
    'not-available': 'No barcode was read',
  },
  'barcode-match': {
    ...comparison('The barcode', 'the machine-readable lines'),
    'no-zone': 'There are no machine-readable lines to compare with',
    'no-barcode': 'No barcode was read',
    'not-available': 'There are no lines and barcode to compare',
  },
  'document-expiry': {
    'in-date': 'The document has not expired',
    expired: 'The document has expired',
    'no-full-date': 'The document gives no complete expiry date',
    'not-available': 'No expiry date was read',
  },
  'document-choice-match': {
    same: 'The document is the one the visitor chose',
    'other-country': 'Another country than the visitor chose',
    'other-type': 'Another kind of document than the visitor chose',
    'nothing-chosen': 'The visitor chose no document',
    'no-issuer': 'The document does not say who issued it',
    'kind-of-card-not-told': 'The document does not tell one kind of card from another',
    'not-available': 'No document was read',
  },
  'details-match': {
    ...typed('the machine-readable lines'),
    'no-zone': 'There are no machine-readable lines to compare with',
    'not-available': 'No document was read',
  },
  'barcode-details-match': {
    ...typed('the barcode'),
    'no-barcode': 'No barcode was read',
    'not-available': 'No barcode was read',
  },
  'visual-zone-match': {
    'page-text-not-read': 'The printed text of the page is not read by this kiosk',
    'no-page-image': 'There is no image of the page',
    'not-available': 'The printed text of the page was not read',
  },
  'optical-authenticity': {
    'not-available': 'This kiosk does not examine security printing; look at the document',
  },
  'portrait-source': {
    chip: 'Taken from the chip',
    'chip-not-proven': 'Taken from a chip that no known state vouches for; there is none from the page',
    'page-image': 'Taken from the scanned page',
    'no-portrait': 'No portrait was found on the page',
    'not-available': 'No page was scanned',
  },
  'portrait-quality': {
    ...picture('The portrait'),
    'not-available': 'There was no portrait to judge',
  },
  'chip-access': ofTheChip,
  'passive-authentication': ofTheChip,
  'chip-authentication': ofTheChip,
  'chip-access-info': ofTheChip,
  'chip-signature': ofTheChip,
  'chip-hashes': ofTheChip,
  'chip-signer-chain': ofTheChip,
  'chip-signer-validity': ofTheChip,
  'chip-signer-revocation': ofTheChip,
  'chip-issuing-state': ofTheChip,
  'chip-file-list': ofTheChip,
  'chip-proof-mapping': ofTheChip,
  'chip-proof-agreement': ofTheChip,
  'chip-proof-signature': ofTheChip,
  'mrz-chip-match': ofTheChip,
  'camera-genuine': {
    'camera-of-this-station': 'The camera is one named for this station',
    'simulated-station': 'This station is simulated: its camera is a file',
    'virtual-camera': 'The picture comes from software, not from a camera',
    'camera-not-allowed': 'The camera is not one named for this station',
    'no-camera-named': 'No camera is named in the settings of this station',
    'not-available': 'No camera was used',
  },
  'face-quality': {
    ...picture('The photo'),
    'not-available': 'No photo was taken',
  },
  liveness: {
    'challenge-answered': 'The person did what was asked, as a head does and a picture does not',
    'no-challenge': 'This station does not ask for movements; look at the person',
    'no-answer': 'No movements came with the photo; look at the person',
    'other-challenge': 'The movements were an answer to another request',
    'too-few-frames': 'Too little was seen of the movements',
    'time-not-plausible': 'The movements’ times cannot be true',
    'frames-repeated': 'The same picture came again and again, as from a recording',
    'no-motion': 'The waiting face did not move at all, as a still picture does not',
    'several-faces': 'A second person was in front of the camera',
    'face-lost': 'The face was not in view throughout',
    'face-jumped': 'The face was suddenly somewhere else',
    'other-person': 'The movements were made by somebody else than the photo shows',
    'action-not-seen': 'What was asked for was not seen',
    'action-too-sudden': 'One picture was followed by another, without the movement between',
    flat: 'What moved is flat, as a picture is',
    'screen-or-print': 'The lattice or the rim of a screen or a print was seen around the face',
    'not-available': 'No photo was taken',
  },
  'face-match': {
    'same-person': 'Portrait and photo are alike enough',
    'different-person': 'Portrait and photo are not alike enough',
    'not-sure': 'Portrait and photo are alike, but not enough to decide; look at both',
    'no-portrait': 'There is no portrait to compare with',
    'no-face': 'No face was found in one of the pictures',
    'several-faces': 'More than one face is in one of the pictures',
    'model-unknown': 'The face model is not one this version knows, so its score means nothing',
    child: 'The holder is a child, whose face may have changed since the portrait; look at both',
    'model-uncalibrated':
      'This station’s face model has no valid measurement, so it decides nothing; look at both',
    'rate-unknown': 'The face model was not measured at the error rate the policy asks for',
    'not-available': 'The faces were not compared',
  },
  'staff-observation': {
    'document-and-person': 'Staff saw a genuine document and the same person',
    document: 'Staff: the document is not genuine',
    person: 'Staff: not the same person',
    'not-available': 'Staff have not looked yet',
  },
};

/**
 * The reason in plain English; one that has no words yet shows its code. A chip that could not be read and one that failed a
 * proof may have the same code, `wrong-key` for one: the outcome tells them apart.
 */
export function reasonText({ check, reason, outcome }: Pick<Check, 'check' | 'reason' | 'outcome'>): string {
  const words = reasons[check];
  const missing: Record<string, string> = chipMissing;
  if (words === ofTheChip && outcome === 'not-checked' && Object.hasOwn(missing, reason))
    return missing[reason] as string;
  return Object.hasOwn(words, reason) ? (words[reason] as string) : `Code: ${reason}`;
}
