import { expect, it } from 'vitest';
import { partOf } from './part.ts';

it.each([
  ['a wide camera', { width: 1280, height: 720 }, { x: 280, y: 0, width: 720, height: 720 }],
  ['an old camera', { width: 640, height: 480 }, { x: 80, y: 0, width: 480, height: 480 }],
  ['a camera on its side', { width: 720, height: 1280 }, { x: 0, y: 160, width: 720, height: 960 }],
  ['a square', { width: 500, height: 500 }, { x: 0, y: 0, width: 500, height: 500 }],
])('looks at the middle of %s', (_, frame, part) => {
  expect(partOf(frame)).toEqual(part);
});
