import { describe, expect, it } from 'vitest';
import { maskText } from './mask-text.ts';

const passport =
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\rL898902C36UTO7408122F1204159ZE184226B<<<<<10\r';
const card =
  'I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<\n';
const longNumber =
  'I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<';
const td2 = 'I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6';
const visa = 'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L8988901C4XXX4009078F96121096ZE184226B<<<<<<';

/** Every check digit of a zone, as true or false: an independent reading of Doc 9303 parts 3 to 7. */
function checks(text: string): boolean[] {
  const zone = text.replaceAll(/[^A-Z0-9<]/g, '');
  const sum = (over: string) =>
    [...over].reduce((s, c, i) => s + (c === '<' ? 0 : Number.parseInt(c, 36)) * [7, 3, 1][i % 3]!, 0) % 10;
  const ok = (over: string, digit: string) =>
    String(sum(over)) === digit || (digit === '<' && sum(over) === 0);
  if (zone.length === 90) {
    const [a, b] = [zone.slice(0, 30), zone.slice(30, 60)];
    const end = a.indexOf('<', 15);
    const number =
      a[14] === '<' && end > 16
        ? ok(a.slice(5, 14) + a.slice(15, end - 1), a[end - 1]!)
        : ok(a.slice(5, 14), a[14]!);
    const whole = a.slice(5) + b.slice(0, 7) + b.slice(8, 15) + b.slice(18, 29);
    return [number, ok(b.slice(0, 6), b[6]!), ok(b.slice(8, 14), b[14]!), ok(whole, b[29]!)];
  }
  const b = zone.slice(zone.length / 2);
  const common = [ok(b.slice(0, 9), b[9]!), ok(b.slice(13, 19), b[19]!), ok(b.slice(21, 27), b[27]!)];
  if (zone.startsWith('V')) return common;
  const last = b.length - 1;
  const optional = b.length === 44 ? [ok(b.slice(28, 42), b[42]!)] : [];
  return [...common, ...optional, ok(b.slice(0, 10) + b.slice(13, 20) + b.slice(21, last), b[last]!)];
}

describe('a masked zone', () => {
  it.each([
    ['passport', passport],
    ['card', card],
    ['card with a long number', longNumber],
    ['card of two lines', td2],
    ['visa', visa],
  ])('of a %s keeps its form and its check digits, and no name, number or date', (_, text) => {
    const masked = maskText(text);
    expect(checks(text).every(Boolean)).toBe(true);
    expect(checks(masked)).toEqual(checks(text));
    expect(masked).toHaveLength(text.length);
    expect(masked.replaceAll(/[^\r\n<]/g, '.')).toMatch(/^[.<\r\n]+$/);
    for (const personal of [
      'ERIKSSON',
      'ANNA',
      'MARIA',
      'L8989',
      'D2314',
      '740812',
      '120415',
      'ZE184',
      '112234',
    ]) {
      expect(masked).not.toContain(personal);
    }
    expect(masked.slice(0, 5)).toBe(text.slice(0, 5));
    expect(maskText(masked)).toBe(masked);
  });

  it('keeps each wrong check digit wrong, and only those', () => {
    for (const place of [9, 19, 27, 42, 43]) {
      const at = 45 + place;
      const bent = `${passport.slice(0, at)}${(Number(passport[at]) + 3) % 10}${passport.slice(at + 1)}`;
      expect(checks(maskText(bent))).toEqual(checks(bent));
      expect(checks(bent)).toContain(false);
    }
  });

  it('keeps an unknown part of a date unknown', () => {
    const unknown = passport.replace('7408122', '74<<<<7');
    expect(maskText(unknown)).toMatch(/UTO80<<<<\d</);
  });
});

describe('masked text', () => {
  it('of a licence keeps header, element names and ends of lines', () => {
    const licence =
      '@\n\u001e\rANSI 636026080102DL00410288ZA03290015DLDAQD12345678\nDCSPUBLIC\nDACJOHN\nDBB01311970\rZAZAAN\r';
    const masked = maskText(licence);
    expect(masked).toBe(
      '@\n\u001e\rANSI 636026080102DL00410288ZA03290015DLDAQX00000000\nDCSXXXXXX\nDACXXXX\nDBB00000000\rZAZAAX\r',
    );
  });

  it('that is torn is no zone and no licence, and keeps no name where those keep something', () => {
    const torn = `${passport.slice(16, 44)}\r${passport.slice(45, 89)}${passport.slice(0, 16)}`;
    expect(torn.replaceAll(/[^A-Z0-9<]/g, '')).toHaveLength(88);
    expect(maskText(`A${torn.slice(1)}`)).toMatch(/^[X0<\r]+$/);
    const licence = '@\n\u001e\rANSI 636026080102DL00410288DLDAQD12345678\nIKSSON\nDACJOHN\r';
    expect(maskText(licence)).not.toMatch(/IKS|DAC|JOHN|6360/);
    expect(maskText('ERIKSSON ANSI 636026080102DL00410288\n')).not.toContain('ERIKSSON');
  });

  it('of any other kind keeps its length and its marks', () => {
    expect(maskText('M1DOE/JÖRG 1Y\u00e9-3')).toBe('X0XXX/XXXX 0XX-0');
    expect(maskText('')).toBe('');
    expect(maskText('X'.repeat(88))).toHaveLength(88);
  });
});
