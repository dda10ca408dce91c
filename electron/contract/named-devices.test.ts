import { expect, it } from 'vitest';
import { readPageCameraName, readSerialName } from './named-devices.ts';

it.each([
  ['/dev/ttyS0', { path: '/dev/ttyS0', reader: 'lines' }],
  ['COM3=elyctis', { path: 'COM3', reader: 'elyctis' }],
  ['', null],
  ['=elyctis', null],
  ['/dev/ttyS0=', null],
  ['/dev/ttyS0=toaster', null],
  ['/dev/ttyS0=elyctis=lines', null],
])('reads the serial port %j', (text, read) => {
  expect(readSerialName(text)).toEqual(read);
});

it.each([
  ['04E8:6866@300', { vendorId: 0x04e8, productId: 0x6866, dotsPerInch: 300 }],
  ['04e8:6866', null],
  ['04e8:6866@0', null],
  ['04e8:6866@00', null],
  ['4e8:6866@300', null],
  ['04e8:6866@300 ', null],
])('reads the page camera %j', (text, read) => {
  expect(readPageCameraName(text)).toEqual(read);
});
