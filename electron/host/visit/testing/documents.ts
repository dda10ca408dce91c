import { computeCheckDigit } from '../../documents/mrz/index.ts';

const six = (date: string): string => date.slice(2).replaceAll('-', '');
const withDigit = (text: string): string => `${text}${computeCheckDigit(text)}`;

/** The zone of an identity card of nobody (TD1, Doc 9303-5 §4.2), valid until 2032 unless told otherwise. */
export function identityCard(
  changes: { code?: string; issuer?: string; number?: string; names?: string; expiryDate?: string } = {},
): string[] {
  const {
    code = 'I',
    issuer = 'UTO',
    number = 'C0123456',
    names = 'LINDQVIST<<MAJA<ELIN',
    expiryDate = '2032-04-16',
  } = changes;
  const upper = `${code.padEnd(2, '<')}${issuer}${withDigit(number.padEnd(9, '<'))}`.padEnd(30, '<');
  const birth = withDigit(six('1988-04-17'));
  const expiry = withDigit(six(expiryDate));
  const optional = '<'.repeat(11);
  const composite = computeCheckDigit(upper.slice(5) + birth + expiry + optional);
  return [upper, `${birth}F${expiry}UTO${optional}${composite}`, names.padEnd(30, '<')];
}

/** The text of a licence's barcode (AAMVA 2020 Annex D) of the same person; an element set to null is left out. */
export function licence(changes: Readonly<Record<string, string | null>> = {}, type = 'DL'): string {
  const elements = Object.entries({
    DCA: 'D',
    DCB: 'NONE',
    DCD: 'NONE',
    DBA: '04162032',
    DCS: 'LINDQVIST',
    DAC: 'MAJA',
    DAD: 'ELIN',
    DBD: '04162024',
    DBB: '04171988',
    DBC: '2',
    DAY: 'BRO',
    DAU: '170 CM',
    DAG: '1 HARBOUR STREET',
    DAI: 'RICHMOND',
    DAJ: 'VA',
    DAK: '232690000  ',
    DAQ: 'T64235789',
    DCF: '2424244747474786102204',
    DCG: 'USA',
    DDE: 'N',
    DDF: 'N',
    DDG: 'N',
    ...changes,
  }).flatMap(([id, value]) => (value === null ? [] : [`${id}${value}`]));
  const body = `${type}${elements.join('\n')}\r`;
  const start = '@\n\x1e\rANSI 636000100001';
  const four = (value: number) => String(value).padStart(4, '0');
  return `${start}${type}${four(start.length + 10)}${four(body.length)}${body}`;
}
