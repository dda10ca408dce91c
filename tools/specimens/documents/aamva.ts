/** What a licence says, in the terms of the AAMVA DL/ID Card Design Standard (2020), Annex D.12.5. */
export interface Licence {
  /** Three letters of the country (DCG), two of the state in it (DAJ). */
  country: string;
  jurisdiction: string;
  documentNumber: string;
  familyName: string;
  firstName: string;
  middleNames: string;
  /** YYYY-MM-DD. */
  birthDate: string;
  issueDate: string;
  expiryDate: string;
  sex: 'M' | 'F' | 'X';
  /** Centimetres. */
  height: number;
  /** Three letters of ANSI D20, as BRO. */
  eyes: string;
  street: string;
  city: string;
  postalCode: string;
  vehicleClass: string;
  restrictions: string;
  endorsements: string;
  discriminator: string;
}

/**
 * Issuer identification numbers are of ISO/IEC 7812: 9 and a country's three digits, and 999 is no country's, so that
 * nobody is or will be this issuer.
 */
const NOBODY = '999999';
const VERSION = 10;
const SEXES = { M: '1', F: '2', X: '9' };

const two = (value: number) => String(value).padStart(2, '0');
const four = (value: number) => String(value).padStart(4, '0');

/** MMDDCCYY, as everywhere but in Canada. */
function eight(date: string): string {
  const [year, month, day] = date.split('-');
  return `${month}${day}${year}`;
}

/**
 * The text of a licence's PDF417 symbol, version 10, with every element that is mandatory and a subfile of the
 * jurisdiction's own that says what this is. Bytes above ASCII are those of Latin-1.
 */
export function composeLicence(one: Licence): string {
  const elements = [
    ['DAQ', one.documentNumber],
    ['DCS', one.familyName],
    ['DDE', 'N'],
    ['DAC', one.firstName],
    ['DDF', 'N'],
    ['DAD', one.middleNames],
    ['DDG', 'N'],
    ['DCA', one.vehicleClass],
    ['DCB', one.restrictions],
    ['DCD', one.endorsements],
    ['DBD', eight(one.issueDate)],
    ['DBB', eight(one.birthDate)],
    ['DBA', eight(one.expiryDate)],
    ['DBC', SEXES[one.sex]],
    ['DAU', `${String(one.height).padStart(3, '0')} cm`],
    ['DAY', one.eyes],
    ['DAG', one.street],
    ['DAI', one.city],
    ['DAJ', one.jurisdiction],
    ['DAK', one.postalCode.padEnd(9, '0').padEnd(11)],
    ['DCF', one.discriminator],
    ['DCG', one.country],
    ['DDA', 'N'],
  ].map(([id, value]) => `${id}${value?.toLocaleUpperCase('en')}`);
  const own = `Z${one.jurisdiction[0]}`;
  const files = [
    { type: 'DL', text: `DL${elements.join('\n')}\r` },
    { type: own, text: `${own}${own}ASPECIMEN\n${own}BINVENTED PERSON\r` },
  ];
  const header = `@\n\x1e\rANSI ${NOBODY}${two(VERSION)}00${two(files.length)}`;
  let offset = header.length + files.length * 10;
  const designators = files.map(({ type, text }) => {
    const designator = `${type}${four(offset)}${four(text.length)}`;
    offset += text.length;
    return designator;
  });
  return [header, ...designators, ...files.map(({ text }) => text)].join('');
}
