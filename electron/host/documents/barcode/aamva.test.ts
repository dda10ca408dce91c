import { describe, expect, it } from 'vitest';
import { changed, composeAamva, type Elements, MIDDLE, OLDEST, RECENT } from './aamva.fixture.ts';
import { type Aamva, readAamva } from './index.ts';

function read(text: string): Aamva {
  const result = readAamva(text);
  if (result.kind !== 'aamva') throw new Error(`not read: ${result.reason}`);
  return result;
}

const elementsOf = (version: number): Elements => (version === 1 ? OLDEST : version <= 3 ? MIDDLE : RECENT);
const recent = (changes: Readonly<Record<string, string | null>>): Aamva =>
  read(composeAamva({ version: 10, elements: changed(RECENT, changes) }));

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('version %i', (version) => {
  const text = composeAamva({
    version,
    elements: elementsOf(version),
    own: [
      ['ZVA', '01'],
      ['ZVB', ''],
    ],
  });
  const card = read(text);

  it('says who and what', () => {
    expect(card).toMatchObject({
      kind: 'aamva',
      documentType: 'DL',
      version,
      jurisdictionVersion: version === 1 ? null : 0,
      issuer: { iin: '636000', jurisdiction: 'VA', country: 'USA' },
      valid: true,
      quirks: [],
      missing: [],
      truncation: { family: 'whole', given: 'whole' },
      protection: 'none',
      fields: {
        documentNumber: 'T64235789',
        familyName: 'ERIKSSON',
        givenNames: version <= 3 ? 'ANNA MARIA' : 'ANNA MARIA LENA',
        sex: 'F',
        street: '2300 WEST BROAD STREET',
        city: 'RICHMOND',
        jurisdiction: 'VA',
        postalCode: '232690000',
        height: 173,
        vehicleClass: 'D',
      },
      fullDates: {
        birthDate: { text: '1974-08-12', precision: 'day' },
        issueDate: { text: '2019-06-06', precision: 'day' },
        expiryDate: { text: '2027-12-10', precision: 'day' },
      },
    });
    expect(card.fields.suffix).toBe(version === 2 || version === 3 ? undefined : 'JR');
    expect(card.fields.limitedDuration).toBe(version >= 4 ? true : undefined);
  });

  it('points at every value', () => {
    for (const { id, raw, span } of card.elements) {
      expect(text.slice(span.start, span.end)).toBe(raw);
      expect(text.slice(0, span.start).trimEnd().endsWith(id)).toBe(true);
    }
    for (const name of ['documentNumber', 'birthDate', 'expiryDate', 'city'] as const) {
      const [span] = card.positions[name] ?? [];
      expect(text.slice(span?.start, span?.end)).toBe(card.fields[name]);
    }
    expect(card.positions.givenNames).toHaveLength(version >= 4 ? 2 : 1);
  });

  it('keeps the jurisdiction’s own elements apart', () => {
    expect(card.elements.filter((one) => one.subfile === 'ZV')).toMatchObject([
      { id: 'ZVA', raw: '01', name: null },
      { id: 'ZVB', raw: '', name: null },
    ]);
  });
});

describe('an identification card', () => {
  it('has no driving elements to miss', () => {
    const elements = changed(RECENT, { DCA: null, DCB: null, DCD: null });
    const card = read(composeAamva({ version: 10, type: 'ID', elements }));
    expect(card).toMatchObject({ documentType: 'ID', missing: [], quirks: [] });
    expect(read(composeAamva({ version: 10, elements })).missing).toEqual(['DCA', 'DCB', 'DCD']);
  });
});

describe('names', () => {
  it('say whether they are cut', () => {
    expect(recent({ DDE: 'T' }).truncation).toEqual({ family: 'truncated', given: 'whole' });
    expect(recent({ DDG: 'T' }).truncation).toEqual({ family: 'whole', given: 'truncated' });
    expect(recent({ DDF: 'U' }).truncation.given).toBe('unknown');
    expect(recent({ DDE: null, DCS: 'X'.repeat(40) }).truncation.family).toBe('unknown');
    expect(recent({ DDE: null }).truncation.family).toBe('whole');
  });

  it('leave out NONE and unavl', () => {
    const card = recent({ DAD: 'NONE', DCU: 'unavl', DDG: 'N' });
    expect(card.fields.givenNames).toBe('ANNA');
    expect(card.fields).not.toHaveProperty('suffix');
    expect(card.positions.givenNames).toHaveLength(1);
  });

  it('are found where another version has them', () => {
    expect(recent({ DAC: null, DAD: null, DCT: 'ANNA MARIA' }).fields.givenNames).toBe('ANNA MARIA');
    const old = read(
      composeAamva({
        version: 1,
        elements: changed(OLDEST, { DAA: null, DAB: 'ERIKSSON', DAC: 'ANNA', DAD: 'M' }),
      }),
    );
    expect(old.fields).toMatchObject({ familyName: 'ERIKSSON', givenNames: 'ANNA M' });
  });

  it.each([
    ['ERIKSSON,ANNA', { familyName: 'ERIKSSON', givenNames: 'ANNA' }],
    ['ERIKSSON, ANNA MARIA', { familyName: 'ERIKSSON', givenNames: 'ANNA MARIA' }],
    ['ERIKSSON,ANNA,,JR', { familyName: 'ERIKSSON', givenNames: 'ANNA', suffix: 'JR' }],
    ['DE LA CRUZ,ANNA,MARIA,', { familyName: 'DE LA CRUZ', givenNames: 'ANNA MARIA' }],
  ])('%s in one element', (full, fields) => {
    const card = read(composeAamva({ version: 1, elements: changed(OLDEST, { DAA: full }) }));
    expect(card.fields).toMatchObject(fields);
    expect(card.valid).toBe(true);
  });

  it('are not guessed apart', () => {
    const card = read(composeAamva({ version: 1, elements: changed(OLDEST, { DAA: 'ANNA M ERIKSSON' }) }));
    expect(card).toMatchObject({
      valid: true,
      quirks: ['unsplit-name'],
      fields: { fullName: 'ANNA M ERIKSSON' },
    });
    expect(card.fields).not.toHaveProperty('familyName');
  });
});

describe('dates', () => {
  it('are those of Canada where Canada writes them', () => {
    const elements = changed(RECENT, { DBB: '19740812', DBD: '20190606', DBA: '20271210', DCG: 'CAN' });
    const card = read(composeAamva({ version: 9, iin: '636012', elements }));
    expect(card).toMatchObject({
      valid: true,
      quirks: [],
      issuer: { jurisdiction: 'ON', country: 'CAN' },
      dates: { birthDate: { raw: '19740812', layout: 'CCYYMMDD', wellFormed: true } },
      fullDates: { birthDate: { text: '1974-08-12' } },
    });
  });

  it('are read in the other country’s layout and say so', () => {
    const card = recent({ DBB: '19740812' });
    expect(card.fullDates.birthDate?.text).toBe('1974-08-12');
    expect(card.quirks).toEqual(['date-layout']);
    expect(recent({ DCG: 'CAN' }).quirks).toEqual(['date-layout']);
  });

  it.each(['02301974', '13321974', '00000000', '1974081', 'ABCDEFGH'])('%s is no day', (raw) => {
    const card = recent({ DBB: raw });
    expect(card).toMatchObject({ valid: false, dates: { birthDate: { raw, wellFormed: false } } });
    expect(card.fullDates).not.toHaveProperty('birthDate');
  });

  it('may be missing, all but the birth date', () => {
    expect(recent({ DBA: '' }).valid).toBe(true);
    expect(recent({ DBB: '' }).valid).toBe(false);
    expect(recent({ DBB: null }).missing).toEqual(['DBB']);
  });
});

describe('departures of issuers and readers', () => {
  const text = composeAamva({ version: 8, elements: RECENT, own: [['ZVA', '01']] });
  const whole = read(text);

  it.each([
    ['offsets of zero', text.replace(/DL\d{4}/, 'DL0000'), ['offsets']],
    ['lengths off by one', text.replace(/(DL\d{4})\d{4}/, '$10001'), ['offsets']],
    ['AAMVA for ANSI', text.replace('ANSI ', 'AAMVA'), ['file-type']],
    ['control characters lost', text.replace('@\n\x1e\r', '@'), ['separators', 'offsets']],
    ['CRLF from a keyboard', text.replaceAll('\n', '\r\n'), ['separators', 'offsets']],
    ['bars', text.replace(/[\n\r]/g, '|'), ['separators', 'offsets']],
    ['C1 controls around lines', text.replaceAll('\n', '\x90\n\x90'), ['separators', 'offsets']],
    ['a byte order mark', `\ufeff${text}`, ['separators']],
    ['the first subfile letters missing', text.replace('DLDAQ', 'DAQ'), ['offsets', 'subfile-prefix']],
    ['letters in the designator', text.replace(/DL\d{8}ZV\d{8}/, 'DLabac'), ['offsets']],
    ['an element twice', text.replace('\nDCU', '\nDAQX9\nDCU'), ['offsets', 'duplicate']],
    ['an unlisted issuer', text.replace('636000', '999999'), ['issuer']],
    ['a line of rubbish', text.replace('\nDCU', '\n\n??\nDCU'), ['offsets']],
  ])('%s', (_name, given, quirks) => {
    const card = read(given);
    expect(card.quirks).toEqual(quirks);
    expect(card).toMatchObject({ valid: true, version: 8, fields: whole.fields, fullDates: whole.fullDates });
  });

  it('a later version without the jurisdiction’s', () => {
    const card = read(text.replace('636000080002', '6360000802'));
    expect(card).toMatchObject({ version: 8, jurisdictionVersion: null, valid: true });
    expect(card.quirks).toContain('header');
  });

  it('a header short of digits', () => {
    const card = read(text.replace('ANSI 636000080002', 'AAMVA36000001'));
    expect(card).toMatchObject({ version: null, issuer: { iin: null }, missing: [], valid: true });
    expect(card.quirks).toContain('header');
  });
});

it('knows codes of sex and heights', () => {
  for (const [code, sex] of [
    ['1', 'M'],
    ['2', 'F'],
    ['9', 'X'],
    ['m', 'M'],
    ['X', 'X'],
    ['0', null],
  ] as const)
    expect(recent({ DBC: code }).fields.sex).toBe(sex);
  for (const [raw, height] of [
    ['068 IN', 173],
    ['170 CM', 170],
    ['72 IN', 183],
    ['?', undefined],
    ['600', undefined],
  ] as const)
    expect(recent({ DAU: raw }).fields.height).toBe(height);
});

describe('what is none', () => {
  it.each([
    ['nothing', '', 'header'],
    ['another barcode', 'https://example.org/ANSI', 'header'],
    ['a header alone', '@\n\x1e\rANSI 636000100101DL00310010', 'elements'],
    ['a header and noise', '@\n\x1e\rANSI 636000100101DL00310010DLxxxx\nyyyy\r', 'elements'],
    ['more than a symbol holds', `@\n\x1e\rANSI 636000100101${'DAQ1\n'.repeat(1_000)}`, 'length'],
  ])('%s', (_name, text, reason) => {
    expect(readAamva(text)).toEqual({ kind: 'not-aamva', reason });
  });
});
