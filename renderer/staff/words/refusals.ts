const sentences: Record<string, string> = {
  'visit/none': 'This visit is not there any more.',
  'visit/ended': 'The visit is over.',
  'visit/already-running': 'A visit is running already.',
  'visit/not-at-this-step': 'The visit has moved on, so nothing was changed.',
  'visit/not-observed': 'Answer what you see first: both must be “yes” to accept.',
  'visit/evidence-too-weak':
    'What was read of the document is too weak for this policy to accept: look at its checks.',
  'visit/issued-before':
    'A credential was given in this visit and cannot be revoked, so there is no second one.',
  'visit/staff-only': 'This station does not allow that.',
  'trust/not-a-list':
    'This file is no list of states’ certificates. It has to be a master list, an LDIF file or a certificate.',
  'trust/too-large': 'This file is too large to be such a list.',
  'trust/not-a-root':
    'The second file is no certificate. Give the root certificate you vouch for the list with.',
  'trust/wrong-signature':
    'The list was changed after it was signed, or somebody else signed it. Fetch it again.',
  'trust/not-a-list-signer': 'Whoever signed this list was not allowed to sign lists, or not any more.',
  'trust/unknown-root': 'The list does not lead to the root certificate you gave.',
  'trust/from-the-future': 'The list is dated later than today. Check the clock of this computer.',
  'trust/older': 'This station already has a newer list of the same origin.',
  'trust/store-damaged': 'The kept lists are damaged. Import the lists again.',
  'trust/not-kept': 'The list is right, but it could not be written to the disk.',
  'trust/not-readable': 'The kept lists could not be opened. Check the data folder’s permissions.',
  'trust/file-not-readable': 'One of the files could not be read. Choose it again.',
  'trust/failed': 'The list could not be looked at. Try again.',
  'device/unknown': 'This device is not there any more.',
  'device/visit-running': 'A visit is running, so devices are left alone. Test them when it has ended.',
  'device/test-running': 'This device is being tested already.',
  'device/not-ready': 'This device is not ready. Mend what it says first.',
  'device/no-test': 'The test has ended already.',
  'help-desk/none': 'This station is not set up for that.',
  'help-desk/not-at-this-state': 'The verification is at another point already.',
  'contract/malformed': 'The kiosk did not understand the request. Check what was typed.',
  'rpc/timeout': 'The kiosk gave no answer. Try again.',
  'rpc/closed': 'The kiosk cannot be reached. Try again in a moment.',
  'simulator/unknown-person': 'The simulator does not know this person.',
  'simulator/unknown-document': 'The simulator does not know this document.',
  'simulator/unknown-device': 'The simulator does not know this device.',
  'simulator/not-applicable': 'That cannot be done with this device or document.',
  'simulator/none': 'This station simulates nothing.',
  'simulator/failed': 'The simulator could not do that. Try again.',
  'simulator/no-camera': 'The simulator has no camera, or no pictures of this person.',
};

/** Why the host said no, in plain English; what has no words shows its code. */
export function refusalText(code: string): string {
  return Object.hasOwn(sentences, code) ? (sentences[code] as string) : `The kiosk refused: ${code}`;
}
