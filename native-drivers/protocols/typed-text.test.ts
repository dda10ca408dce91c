import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyStroke } from '../../electron/contract/index.ts';
import { strokesOf } from '../peers/keyboard.ts';
import { keyLayoutNamed, keyLayouts } from './key-layouts.ts';
import { typedText, unknownCharacter } from './typed-text.ts';

const zone = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<'];
const stroke = (code: string, more: Partial<KeyStroke> = {}): KeyStroke => ({
  code,
  shift: false,
  altGraph: false,
  alt: false,
  capsLock: false,
  after: 8,
  ...more,
});
const number = (digits: string) =>
  [...digits].map((digit, at) => stroke(`Numpad${digit}`, { alt: true, altBegins: at === 0 }));
describe.each(keyLayouts)('a reader set to %s', (layout) => {
  it('is understood in every character of a zone, each from a key', () => {
    for (const character of zone) {
      const strokes = strokesOf(character, layout);
      expect(strokes).toHaveLength(1);
      expect(typedText(strokes, layout)).toBe(character);
    }
  });

  it('is understood in whatever it writes', () => {
    const character = fc.integer({ min: 1, max: 0xff }).map((code) => String.fromCharCode(code));
    const text = fc
      .array(character, { maxLength: 80 })
      .map((all) => all.join(''))
      // In a row of their own these are not Latin-1 but Windows-1252, and SUB is what is not understood.
      .filter((one) => ![...one].some((at) => at === unknownCharacter || (at >= '\u0080' && at < '\u00a0')));
    fc.assert(
      fc.property(text, (one) => typedText(strokesOf(one, layout), layout) === one),
      {
        numRuns: 300,
      },
    );
  });

  it('is understood with Caps Lock on, whether it knows of it or not', () => {
    const text = 'P<D<<MUSTERMANN<<ERIKA<<0123456789';
    const typed = [...text].map((character) => [character, strokesOf(character, layout)[0]!] as const);
    const pressed = (turns: (character: string) => boolean) =>
      typed.map(([character, one]) => ({ ...one, capsLock: true, shift: one.shift !== turns(character) }));
    expect(
      typedText(
        pressed(() => false),
        layout,
      ),
    ).toBe(text);
    expect(
      typedText(
        pressed((character) => /[A-Z]/.test(character)),
        layout,
      ),
    ).toBe(text);
    expect(
      typedText(
        pressed(() => true),
        layout,
      ),
    ).toBe(text);
  });

  it('makes one character of whatever strokes there are, or none, and never fails', () => {
    const codes = ['KeyQ', 'Digit2', 'IntlBackslash', 'Equal', 'Numpad7', 'NumpadEnter', 'F5', 'IntlRo', 'x'];
    const any = fc.record({
      code: fc.constantFrom(...codes),
      shift: fc.boolean(),
      altGraph: fc.boolean(),
      alt: fc.boolean(),
      altBegins: fc.boolean(),
      control: fc.boolean(),
      capsLock: fc.boolean(),
      after: fc.constant(1),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), (strokes) => {
        expect(typedText(strokes, layout).length).toBeLessThanOrEqual(strokes.length);
      }),
      { numRuns: 300 },
    );
  });
});

it('knows the filler where each keyboard has it', () => {
  expect(typedText([stroke('IntlBackslash')], 'de')).toBe('<');
  expect(typedText([stroke('IntlBackslash')], 'fr')).toBe('<');
  expect(typedText([stroke('Comma', { shift: true })], 'us')).toBe('<');
  expect(typedText([stroke('Comma', { shift: true })], 'uk')).toBe('<');
  expect(typedText([stroke('IntlBackslash')], 'us')).toBe('<');
  // The same key is a semicolon on a German keyboard, and in a zone there is none: the layouts differ.
  expect(typedText([stroke('Comma', { shift: true })], 'de')).toBe(';');
});

it('has the letters where they lie, not where the system thinks', () => {
  expect(typedText([stroke('KeyY'), stroke('KeyZ')], 'de')).toBe('zy');
  expect(typedText([stroke('KeyA'), stroke('KeyQ'), stroke('Semicolon')], 'fr')).toBe('qam');
  expect(typedText([stroke('Digit1', { shift: true })], 'fr')).toBe('1');
  expect(typedText([stroke('KeyQ', { altGraph: true })], 'de')).toBe('@');
  expect(typedText([stroke('Digit0', { altGraph: true })], 'fr')).toBe('@');
  expect(typedText([stroke('Quote', { shift: true })], 'uk')).toBe('@');
  expect(typedText([stroke('Digit2', { shift: true })], 'us')).toBe('@');
});

it('reads numbers typed with Alt: of code page 437, of Windows-1252 behind a zero, one after the other', () => {
  const text = (...numbers: string[]) => typedText(numbers.flatMap(number), 'us');
  expect(text('60')).toBe('<');
  expect(text('080', '060', '85')).toBe('P<U');
  expect(text('129', '0252')).toBe('üü');
  expect(text('154', '0220')).toBe('ÜÜ');
  expect(text('002', '10', '0013', '3')).toBe('\x02\n\r\x03');
  expect(text('316')).toBe('<');
});

it('reads control characters typed with Control', () => {
  const control = (code: string, shift = false) => stroke(code, { control: true, shift });
  expect(typedText([control('KeyB'), control('KeyJ'), control('KeyM'), control('KeyC')], 'us')).toBe(
    '\x02\n\r\x03',
  );
  expect(typedText([control('Digit6', true), control('Digit6'), control('BracketRight')], 'us')).toBe(
    '\x1e\x1e\x1d',
  );
  expect(typedText([control('Digit1')], 'us')).toBe('');
});

it('joins a mark that stands alone with the letter behind it', () => {
  expect(typedText([stroke('Equal'), stroke('KeyE')], 'de')).toBe('é');
  expect(typedText([stroke('Backquote'), stroke('Space')], 'de')).toBe('^');
  expect(typedText([stroke('Equal', { shift: true }), stroke('Digit7')], 'de')).toBe('`7');
  expect(typedText([stroke('BracketLeft', { shift: true }), stroke('KeyU')], 'fr')).toBe('ü');
});

it('does not guess what a key writes that its layout does not have', () => {
  expect(typedText([stroke('KeyP', { altGraph: true })], 'us')).toBe(unknownCharacter);
  expect(typedText([stroke('IntlRo')], 'us')).toBe(unknownCharacter);
  expect(typedText([stroke('F12'), stroke('ArrowLeft'), stroke('ShiftLeft')], 'us')).toBe('');
});

it('names the layouts there are', () => {
  expect(['us', 'fr', 'US', 'es', ''].map(keyLayoutNamed)).toEqual(['us', 'fr', null, null, null]);
});
