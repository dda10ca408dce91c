const sentences: Record<string, string> = {
  'visit/none': 'This visit is not there any more.',
  'visit/ended': 'The visit is over.',
  'visit/already-running': 'A visit is running already.',
  'visit/not-at-this-step': 'The visit has moved on, so nothing was changed.',
  'visit/not-observed': 'Answer what you see first: both must be “yes” to accept.',
  'visit/evidence-too-weak':
    'What was read of the document is too weak for this policy to accept: look at its checks.',
  'visit/staff-only': 'This station does not allow that.',
  'contract/malformed': 'The kiosk did not understand the request. Check what was typed.',
  'rpc/timeout': 'The kiosk gave no answer. Try again.',
  'rpc/closed': 'The kiosk cannot be reached. Try again in a moment.',
  'simulator/unknown-person': 'The simulator does not know this person.',
  'simulator/unknown-document': 'The simulator does not know this document.',
  'simulator/unknown-device': 'The simulator does not know this device.',
  'simulator/not-applicable': 'That cannot be done with this device or document.',
  'simulator/no-camera': 'The simulator has no camera, or no pictures of this person.',
};

/** Why the host said no, in plain English; what has no words shows its code. */
export function refusalText(code: string): string {
  return Object.hasOwn(sentences, code) ? (sentences[code] as string) : `The kiosk refused: ${code}`;
}
