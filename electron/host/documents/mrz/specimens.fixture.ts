import type { MrzFields, MrzFormat } from './types.ts';

/** A zone from a public source and what it says, written down by hand. */
export interface Specimen {
  readonly name: string;
  readonly lines: readonly string[];
  readonly format: MrzFormat;
  readonly fields: Partial<MrzFields>;
  /** Names of the checks that must fail; none for a good zone. */
  readonly failing?: readonly string[];
  /** For zones that are invalid though every check digit is right. */
  readonly invalid?: true;
}

const ERIKSSON = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
const ERIKSSON_DATA = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';

/** Sources: ICAO Doc 9303 8th edition, Parts 3 to 7 and 11; published specimens of the states named. */
export const SPECIMENS: readonly Specimen[] = [
  {
    name: 'Doc 9303-4 Appendix B',
    lines: [ERIKSSON, ERIKSSON_DATA],
    format: 'TD3',
    fields: {
      documentCode: 'P',
      issuer: 'UTO',
      primary: 'ERIKSSON',
      secondary: 'ANNA MARIA',
      truncatedPossible: false,
      nationality: 'UTO',
      birthDate: '740812',
      sex: 'F',
      expiryDate: '120415',
      documentNumber: 'L898902C3',
      optional1: 'ZE184226B',
    },
  },
  {
    name: 'Doc 9303-6 Appendix A',
    lines: ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'],
    format: 'TD2',
    fields: { documentNumber: 'D23145890', nationality: 'UTO', optional1: '', primary: 'ERIKSSON' },
  },
  {
    name: 'Doc 9303-5, name that ends in the last position',
    lines: [
      'I<UTOD231458907<<<<<<<<<<<<<<<',
      '7408122F1204159UTO<<<<<<<<<<<6',
      'NILAVADHANANANDA<<CHAYAPA<DE<K',
    ],
    format: 'TD1',
    fields: {
      primary: 'NILAVADHANANANDA',
      secondary: 'CHAYAPA DE K',
      truncatedPossible: true,
      optional2: '',
    },
  },
  {
    name: 'Doc 9303-7 MRV-A: what stands in the check digit place of a TD3 is optional data',
    lines: ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX7408122F96121096ZE184226B<<<<<<'],
    format: 'MRVA',
    fields: { documentNumber: 'L8988901C', nationality: 'XXX', optional1: '6ZE184226B' },
  },
  {
    name: 'Doc 9303-7 MRV-B',
    lines: ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX7408122F9612109<<<<<<<<'],
    format: 'MRVB',
    fields: { documentNumber: 'L8988901C', expiryDate: '961210', optional1: '' },
  },
  {
    name: 'Doc 9303-11 D.2, number longer than nine on a TD1',
    lines: [
      'I<UTOD23145890<7349<<<<<<<<<<<',
      '3407127M9507122UTO<<<<<<<<<<<2',
      'STEVENSON<<PETER<JOHN<<<<<<<<<',
    ],
    format: 'TD1',
    fields: {
      documentNumber: 'D23145890734',
      longNumber: true,
      longNumberCheckVariant: 'spec',
      optional1: '',
    },
  },
  {
    name: 'long number followed by more optional data (Doc 9303-5 note j)',
    lines: [
      'I<UTOABC123456<7892<OPT12<<<<<',
      '8501019F3001019UTO<<<<<<<<<<<5',
      'SPECIMEN<<SAM<<<<<<<<<<<<<<<<<',
    ],
    format: 'TD1',
    fields: { documentNumber: 'ABC123456789', optional1: 'OPT12' },
  },
  {
    name: 'long number that fills the optional data, 22 characters',
    lines: [
      'I<UTOABCDEFGHI<JKLMNOPQRSTU15<',
      '8501019F3001019UTO<<<<<<<<<<<8',
      'SPECIMEN<<SAM<<<<<<<<<<<<<<<<<',
    ],
    format: 'TD1',
    fields: { documentNumber: 'ABCDEFGHIJKLMNOPQRSTU1', optional1: '' },
  },
  {
    name: 'long number on a TD2 (Doc 9303-6 note j)',
    lines: ['I<UTOSPECIMEN<<SAM<<<<<<<<<<<<<<<<<<', 'ABC123456<UTO8501019F3001019789015<2'],
    format: 'TD2',
    fields: { documentNumber: 'ABC12345678901', longNumberCheckVariant: 'spec', optional1: '' },
  },
  {
    name: 'Belgian card whose long number counts the filler',
    lines: [
      'IDBEL000590240<6013<<<<<<<<<<<',
      '8512017F1311048BEL851201002007',
      'REINARTZ<<ULRIKE<KATIA<E<<<<<<',
    ],
    format: 'TD1',
    fields: {
      documentNumber: '000590240601',
      longNumberCheckVariant: 'with-filler',
      optional2: '85120100200',
    },
  },
  {
    name: 'Belgian card, digit of the long number altered',
    lines: [
      'IDBEL000590240<6016<<<<<<<<<<<',
      '8512017F1311048BEL851201002007',
      'REINARTZ<<ULRIKE<KATIA<E<<<<<<',
    ],
    format: 'TD1',
    fields: { documentNumber: '000590240601', longNumberCheckVariant: 'none' },
    failing: ['documentNumber', 'composite'],
  },
  {
    name: 'a long number announced, and nothing follows',
    lines: [
      'I<UTOD23145890<<<<<<<<<<<<<<<<',
      '7408122F1204159UTO<<<<<<<<<<<4',
      'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
    ],
    format: 'TD1',
    fields: { documentNumber: null, longNumberCheckVariant: 'none' },
    failing: ['documentNumber', 'composite'],
  },
  {
    name: 'German passport: one-letter state',
    lines: ['P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<', 'C01X0006H1D<<6408125F1710319<<<<<<<<<<<<<<<0'],
    format: 'TD3',
    fields: { issuer: 'D', nationality: 'D', documentNumber: 'C01X0006H', optional1: '' },
  },
  {
    name: 'old German card: sex unspecified',
    lines: [
      'IDD<<T220001293<<<<<<<<<<<<<<<',
      '6408125<2010315D<<<<<<<<<<<<<4',
      'MUSTERMANN<<ERIKA<<<<<<<<<<<<<',
    ],
    format: 'TD1',
    fields: { issuer: 'D', sex: 'X', documentNumber: 'T22000129' },
  },
  {
    name: 'Macau card: nationality empty, optional data at the end of its field',
    lines: [
      'I<MAC12281507<0<<<<<<<<0212300',
      '6106225M1212307<<<<<<<<<<<<<<6',
      'CHONG<<KA<KEONG<<<<<<<<<<<<<<<',
    ],
    format: 'TD1',
    fields: { nationality: '', documentNumber: '12281507', optional1: '<<<<<<<<0212300' },
  },
  {
    name: 'no primary identifier',
    lines: [
      'I<CHED231458907ABC<<<<<<<<<<<<',
      '7408122F1204159CHE<<<<<<<<<<<1',
      '<<ANNA<MARIA<<<<<<<<<<<<<<<<<<',
    ],
    format: 'TD1',
    fields: { primary: '', secondary: 'ANNA MARIA', optional1: 'ABC' },
  },
  {
    name: 'Russian internal passport: digits in names, no expiry date',
    lines: ['PNRUSZDRIL7K<<SERGEQ<ANATOL9EVI3<<<<<<<<<<<<', '3919353498RUS7207233M<<<<<<<4151218910003<50'],
    format: 'TD3',
    fields: {
      documentCode: 'PN',
      primary: 'ZDRIL7K',
      secondary: 'SERGEQ ANATOL9EVI3',
      expiryDate: '<<<<<<',
      optional1: '4151218910003',
    },
  },
  {
    name: 'French card before 2021',
    lines: ['IDFRAPETE<<<<<<<<<<<<<<<<<<<<<952042', '0509952018746NICOLAS<<PAUL<8206152M3'],
    format: 'FRA_ID',
    fields: {
      primary: 'PETE',
      secondary: 'NICOLAS PAUL',
      documentNumber: '050995201874',
      issueYearMonth: '0509',
      nationality: 'FRA',
      optional1: '952042',
      truncatedPossible: false,
    },
  },
  {
    name: 'French driving licence',
    lines: ['D1FRA13AA000026181231MARTIN<<9'],
    format: 'FRA_DL',
    fields: {
      documentNumber: '13AA00002',
      expiryDate: '181231',
      primary: 'MARTIN',
      truncatedPossible: false,
    },
  },
  {
    name: 'Swiss driving licence: no check digits',
    lines: ['AAA001D<<', 'FACHE305142128097<<800126<<<<<', 'MARCHAND<<FABIENNE<<<<<<<<<<<<'],
    format: 'CHE_DL',
    fields: { documentNumber: 'AAA001D', pin: '305142128', version: '097', birthDate: '800126' },
  },
  {
    name: 'old Slovak card: a filler inside the number',
    lines: ['I<SVKNOVAK<<JAN<<<<<<<<<<<<<<<<<<<', '123456<AA5SVK8110251M1801020749313'],
    format: 'SVK_ID_34',
    fields: { documentNumber: '123456<AA', optional1: '749313', primary: 'NOVAK' },
  },
  {
    name: 'check digit of an empty optional field written 0',
    lines: ['P<UTOSPECIMEN<<SAM<<<<<<<<<<<<<<<<<<<<<<<<<<', 'X123456785UTO8501019M3001019<<<<<<<<<<<<<<02'],
    format: 'TD3',
    fields: { optional1: '' },
  },
  {
    name: 'birth date without a day (Doc 9303-3 §4.8)',
    lines: ['P<UTOSPECIMEN<<SAM<<<<<<<<<<<<<<<<<<<<<<<<<<', 'X123456785UTO6405<<9F3001019<<<<<<<<<<<<<<<0'],
    format: 'TD3',
    fields: { birthDate: '6405<<' },
  },
  {
    name: 'composite altered',
    lines: [ERIKSSON, 'L898902C36UTO7408122F1204159ZE184226B<<<<<12'],
    format: 'TD3',
    fields: { documentNumber: 'L898902C3' },
    failing: ['composite'],
  },
  {
    name: 'number altered',
    lines: [ERIKSSON, 'M898902C36UTO7408122F1204159ZE184226B<<<<<10'],
    format: 'TD3',
    fields: { documentNumber: 'M898902C3' },
    failing: ['documentNumber', 'composite'],
  },
  {
    name: 'optional data altered',
    lines: [ERIKSSON, 'L898902C36UTO7408122F1204159ZE184226B<<<1<10'],
    format: 'TD3',
    fields: { optional1: 'ZE184226B<<<1' },
    failing: ['composite', 'optional'],
  },
  {
    name: '29 February of a common year, every digit right',
    lines: ['P<UTOSPECIMEN<<SAM<<<<<<<<<<<<<<<<<<<<<<<<<<', 'X123456785UTO9002292<3001019<<<<<<<<<<<<<<<0'],
    format: 'TD3',
    fields: { birthDate: '900229', sex: 'X' },
    invalid: true,
  },
  {
    name: 'X for sex, which belongs to the visual zone',
    lines: ['P<UTOSPECIMEN<<SAM<<<<<<<<<<<<<<<<<<<<<<<<<<', 'X123456785UTO9002281X3001019<<<<<<<<<<<<<<<0'],
    format: 'TD3',
    fields: { sex: null },
    invalid: true,
  },
  {
    name: 'identity code on a zone of passport size: the shape decides',
    lines: ['I<UTOSPECIMEN<<SAM<<<<<<<<<<<<<<<<<<<<<<<<<<', 'X123456785UTO8501019M3001019<<<<<<<<<<<<<<<2'],
    format: 'TD3',
    fields: { documentCode: 'I' },
  },
];
