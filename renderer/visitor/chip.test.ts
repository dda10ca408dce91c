import { describe, expect, test } from 'vitest';
import { type StepOf, visitorCommand } from '../../electron/contract/index.ts';
import { dictionaries } from '../i18n/index.ts';
import { chipWords, isCan } from './chip.ts';

type Chip = NonNullable<StepOf<'document-reading'>['chip']>;
const states: readonly Chip['state'][] = [
  'lay-on',
  'opening',
  'reading',
  'proving',
  'moved',
  'wrong-key',
  'no-answer',
];
const chip = (state: Chip['state'], canTypeCan = false): Chip => ({ state, percent: null, canTypeCan });

describe('what the screen says of the chip', () => {
  test.each(Object.entries(dictionaries))('%s: no two states have the same title', (_code, m) => {
    const titles = states.map((state) => chipWords({ chip: chip(state), documentType: 'passport' }, m).title);
    expect(new Set(titles).size).toBe(states.length);
  });

  test('only what needs the visitor is no work of the reader, and only what failed is an alert', () => {
    const of = (state: Chip['state']) => {
      const { tone, reader } = chipWords(
        { chip: chip(state), documentType: 'identity-card' },
        dictionaries.en,
      );
      return `${tone} ${reader}`;
    };
    expect(states.map(of)).toEqual([
      'calm waiting',
      'calm busy',
      'calm busy',
      'calm busy',
      'calm waiting',
      'alert waiting',
      'alert waiting',
    ]);
  });

  test('a booklet is closed first, and six digits are spoken of only where they can be typed', () => {
    const text = (of: Chip, documentType: 'passport' | 'identity-card') =>
      chipWords({ chip: of, documentType }, dictionaries.en).text;
    expect(text(chip('lay-on'), 'passport')).toContain('Close it');
    expect(text(chip('lay-on'), 'identity-card')).not.toContain('Close it');
    expect(text(chip('wrong-key', true), 'identity-card')).toContain('six digits');
    expect(text(chip('wrong-key'), 'identity-card')).not.toContain('six digits');
  });
});

test.each(['500540', '000000', '50054', '5005401', '50 540', '٥٠٠٥٤٠', ''])(
  'the number %j is taken exactly where the host takes it',
  (can) => expect(isCan(can)).toBe(visitorCommand.safeParse({ type: 'document.read-chip', can }).success),
);
