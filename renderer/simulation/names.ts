import type { Device, SimulatorAction, SimulatorState } from '../../electron/contract/index.ts';

type Person = SimulatorState['people'][number];
export type Fault = Extract<SimulatorAction, { type: 'break' }>['fault'];

/** How a person is called in a button: by the first name where only one has it, else by the whole name. */
export function shortName(person: Person, people: readonly Person[]): string {
  const first = firstWord(person.name);
  const alone = people.every((other) => other.id === person.id || firstWord(other.name) !== first);
  return alone ? first : person.name;
}

const firstWord = (name: string) => name.split(' ')[0] || name;

/** `Maja’s passport` from `Maja` and `Passport`; an abbreviation keeps its capitals. */
export function possession(name: string, label: string): string {
  const second = label.charAt(1);
  const isWord = second !== '' && second === second.toLowerCase();
  return `${name}'s ${isWord ? label.charAt(0).toLowerCase() + label.slice(1) : label}`;
}

export const faultWords: Record<Fault, string> = {
  none: 'Works normally',
  garbage: 'Sends garbage',
  'wrong-check-digit': 'Reads a wrong check digit',
  slow: 'Is slow',
  'unplug-mid-read': 'Is unplugged in mid-reading',
  'cover-open': 'Cover stands open',
  jam: 'Page is jammed',
  'half-frame': 'Sends only half',
  'wrong-order': 'Sends in the wrong order',
  endless: 'Sends without end',
  duplicate: 'Sends everything twice',
  stuck: 'Is stuck',
  crash: 'Driver process crashes',
  hang: 'Driver process hangs',
};

const notOf: Partial<Record<Device['kind'], readonly Fault[]>> = {
  'mrz-reader': ['cover-open', 'jam'],
  'chip-reader': ['cover-open', 'jam', 'wrong-check-digit', 'endless'],
  'barcode-reader': ['cover-open', 'jam', 'wrong-check-digit'],
  'page-scanner': ['wrong-check-digit', 'duplicate'],
};

/** The ways a device of this kind can fail; a camera is not broken from here. */
export function faultsOf(kind: Device['kind']): Fault[] {
  if (kind === 'camera') return [];
  return (Object.keys(faultWords) as Fault[]).filter((fault) => !notOf[kind]?.includes(fault));
}

const defectWords: Record<string, string> = { none: 'Nothing: a genuine chip', 'wrong-mac': 'Wrong MAC' };

/** What is wrong with a chip, as the simulator calls it, to read: `cloned-chip` is `Cloned chip`. */
export function defectText(defect: string): string {
  if (Object.hasOwn(defectWords, defect)) return defectWords[defect] as string;
  const words = defect.replaceAll('-', ' ').replace(/\bmrz\b/, 'MRZ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
