export { type Dg1, readDg1 } from './dg1.ts';
export { type FaceImage, readDg2 } from './dg2.ts';
export { readDg7 } from './dg7.ts';
export { type Dg11, readDg11 } from './dg11.ts';
export { type Dg12, dateOfDigits, readDg12 } from './dg12.ts';
export { readDg14 } from './dg14.ts';
export { readDg15 } from './dg15.ts';
export { type EfCom, readEfCom } from './ef-com.ts';
export { dataGroupOfTag, tagOfDataGroup } from './files.ts';
