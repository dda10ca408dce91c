/** Quantisation of luma and chroma at quality 50, row after row (ITU-T T.81 tables K.1 and K.2). */
export const LUMA = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
] as const;

export const CHROMA = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
] as const;

/** How many codes there are of 1 to 16 bits, and their symbols in hexadecimal (tables K.3 to K.6). */
export interface TypicalCodes {
  readonly counts: readonly number[];
  readonly symbols: string;
}

export const DC_LUMA: TypicalCodes = {
  counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
  symbols: '000102030405060708090a0b',
};

export const DC_CHROMA: TypicalCodes = {
  counts: [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
  symbols: '000102030405060708090a0b',
};

export const AC_LUMA: TypicalCodes = {
  counts: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
  symbols:
    '0102030004110512213141061351610722711432' +
    '8191a1082342b1c11552d1f02433627282090a16' +
    '1718191a25262728292a3435363738393a434445' +
    '464748494a535455565758595a63646566676869' +
    '6a737475767778797a838485868788898a929394' +
    '95969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6' +
    'b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8' +
    'd9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8' +
    'f9fa',
};

export const AC_CHROMA: TypicalCodes = {
  counts: [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119],
  symbols:
    '0001020311040521310612415107617113223281' +
    '08144291a1b1c109233352f0156272d10a162434' +
    'e125f11718191a262728292a35363738393a4344' +
    '45464748494a535455565758595a636465666768' +
    '696a737475767778797a82838485868788898a92' +
    '939495969798999aa2a3a4a5a6a7a8a9aab2b3b4' +
    'b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6' +
    'd7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8' +
    'f9fa',
};
