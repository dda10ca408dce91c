import { expect, it } from 'vitest';
import { readHidReaderName, readPageCameraName, readSerialName } from './named-devices.ts';

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

const hid = { vendorId: 0x1a2b, productId: 0x3c4d, usagePage: 0xff00 };
it.each([
  ['1A2B:3c4d@report=01,length=1,text=2,end=03', { ...hid, reportId: 1, lengthAt: 1, textAt: 2, end: 3 }],
  ['1a2b:3c4d@length=2,report=0f', { ...hid, reportId: 15, lengthAt: 2, textAt: 3, end: null }],
  ['1a2b:3c4d@report=2', { ...hid, reportId: 2, lengthAt: null, textAt: 1, end: null }],
  ['1a2b:3c4d@end=d', { ...hid, reportId: null, lengthAt: null, textAt: 0, end: 13 }],
  [
    '1a2b:3c4d@page=ffa0,length=0',
    { ...hid, usagePage: 0xffa0, reportId: null, lengthAt: 0, textAt: 1, end: null },
  ],
  ['1a2b:3c4d', null],
  ['1a2b:3c4d@', null],
  ['1a2b:3c4d@report=01,', null],
  ['1a2b:3c4d@colour=01', null],
  ['1a2b:3c4d@constructor=01', null],
  ['1a2b:3c4d@report=01,report=02', null],
  ['1a2b:3c4d@report=0', null],
  ['1a2b:3c4d@report=100', null],
  ['1a2b:3c4d@report=01,text=0', null],
  ['1a2b:3c4d@report=01,length=0', null],
  ['1a2b:3c4d@length=3,text=3', null],
  ['1a2b:3c4d@text=65', null],
  ['1a2b:3c4d@text=a', null],
  ['1a2b:3c4d@end=100', null],
  ['1a2b:3c4d@page=1', null],
])('reads the HID reader %j', (text, read) => {
  expect(readHidReaderName(text)).toEqual(read);
});
