import type { Check, CheckName } from '../../../electron/contract/index.ts';
import { checkWords } from './checks.ts';
import { dateText } from './time.ts';

export interface Fact {
  label: string;
  value: string;
}

const labels: Record<string, string> = {
  actions: 'asked for',
  frames: 'pictures',
  seconds: 'seconds',
  lattice: 'lattice of a screen or print',
  border: 'straight edges around the head',
  stillness: 'movement while waiting',
  light: 'colours of the screen on the face',
  score: 'difference',
  threshold: 'may be at most',
  referralThreshold: 'not sure up to',
  falseMatchRate: 'strangers who would pass',
  referralMatchRate: 'strangers who would be not sure',
  portraitInterEyeDistance: 'pixels between the portrait’s eyes',
  portraitSharpness: 'portrait’s sharpness',
  selfies: 'photos compared',
  modelSha256: 'model',
  format: 'layout',
  made: 'check digits',
  failed: 'wrong',
  type: 'kind agrees',
  country: 'country agrees',
  count: 'characters corrected',
  where: 'at line and character',
  fields: 'differing',
  departures: 'departs from its standard in',
  missing: 'elements missing',
  nearest: 'nearest to',
  family: 'family name agrees',
  given: 'given names agree',
  label: 'camera',
  source: 'from',
  reasons: 'all reasons',
  genuine: 'document genuine',
  samePerson: 'same person',
  interEyeDistance: 'pixels between eyes',
  yaw: 'turned',
  pitch: 'tilted',
  roll: 'leaning',
  luminanceMean: 'light',
  illuminationUniformity: 'evenness of light',
  eyesOpen: 'eyes open',
  step: 'in',
  stated: 'entries stated',
  listDate: 'list of',
  listDays: 'days since the list',
  signerFrom: 'signer valid from',
  signerUntil: 'signer valid until',
  cscaFrom: 'state’s certificate valid from',
  cscaUntil: 'state’s certificate valid until',
  issued: 'document made',
};

/** A compared field comes as its outcome and the reason for it. */
const compared: Record<string, string> = {
  passed: 'agrees',
  failed: 'differs',
  'not-checked': 'not compared',
};

const degrees = new Set(['yaw', 'pitch', 'roll']);

/** The facts of a check in readable form; empty ones say nothing and are left out. */
export function factsOf({ facts }: Pick<Check, 'facts'>): Fact[] {
  return Object.entries(facts)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({ label: labels[name] ?? spaced(name), value: valueText(name, value) }));
}

function valueText(name: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return degrees.has(name) ? `${value}°` : String(value);
  if (name === 'fields') return value.split(' ').map(spaced).join(', ');
  const [, outcome = '', reason = ''] = /^(passed|failed|not-checked) ([a-z-]+)$/.exec(value) ?? [];
  if (outcome) {
    const plain = reason === 'same' || reason === 'different';
    return plain ? compared[outcome]! : `${compared[outcome]} (${reason.replaceAll('-', ' ')})`;
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dateText(value);
  if (name === 'step' && Object.hasOwn(checkWords, value)) return checkWords[value as CheckName].title;
  // A hash is told apart by its beginning; nobody reads the rest.
  return /^[0-9a-f]{40,}$/.test(value)
    ? `${value.slice(0, 8)}…`
    : value.replaceAll(/(?<=[a-z])-(?=[a-z])/g, ' ');
}

/** `someName` as `some name`. */
function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
}
