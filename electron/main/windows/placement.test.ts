import fc from 'fast-check';
import { expect, test } from 'vitest';
import { display } from '../testing/electron-double.ts';
import { type PlacementWishes, placeWindows } from './placement.ts';

const main = display(1, 0);
const touch = display(2, 1920, true);
const third = display(3, 3840);

const wishes = (given: Partial<PlacementWishes>): PlacementWishes => ({
  displays: [main, touch],
  primary: 1,
  visitor: undefined,
  staff: undefined,
  hasStaff: true,
  shared: false,
  windowed: false,
  ...given,
});

const on = (given: Partial<PlacementWishes>) => {
  const { visitor, staff } = placeWindows(wishes(given));
  return [visitor?.display ?? null, staff?.display ?? null];
};

test.each<[string, Partial<PlacementWishes>, (string | null)[]]>([
  ['touch for the visitor, main for staff', {}, ['2', '1']],
  ['without touch: the second for the visitor', { displays: [main, third] }, ['3', '1']],
  ['nobody but the visitor: touch', { hasStaff: false }, ['2', null]],
  ['nobody but the visitor, no touch: main', { hasStaff: false, displays: [main, third] }, ['1', null]],
  ['as the station file says', { visitor: '1', staff: '2' }, ['1', '2']],
  [
    'the visitor’s is gone: it does not take the staff’s',
    { displays: [main], visitor: '2', staff: '1' },
    [null, '1'],
  ],
  [
    'the staff’s is gone: they do not come to the visitor',
    { displays: [touch], visitor: '2', staff: '1' },
    ['2', null],
  ],
  ['a third is free for who lost theirs', { displays: [main, third], visitor: '2', staff: '1' }, ['3', '1']],
  ['both wish for one: the visitor has it', { visitor: '1', staff: '1' }, ['1', '2']],
  ['one display at a staffed desk: the visitor’s', { displays: [main] }, ['1', null]],
  ['one display for both', { displays: [main], shared: true }, ['1', '1']],
  ['none at all', { displays: [] }, [null, null]],
])('%s', (_name, given, expected) => {
  expect(on(given)).toEqual(expected);
});

test('on a shared display the two stand side by side, and neither is a kiosk', () => {
  const { visitor, staff } = placeWindows(wishes({ displays: [main], shared: true }));
  expect(visitor).toEqual({ display: '1', bounds: { x: 0, y: 0, width: 960, height: 1040 }, kiosk: false });
  expect(staff).toEqual({ display: '1', bounds: { x: 960, y: 0, width: 960, height: 1040 }, kiosk: false });
});

test('windowed is never a kiosk', () => {
  expect(placeWindows(wishes({ windowed: true })).visitor?.kiosk).toBe(false);
  expect(placeWindows(wishes({})).visitor?.kiosk).toBe(true);
});

test('whatever comes and goes, the two never cover each other', () => {
  const id = fc.option(fc.constantFrom('1', '2', '3', '9'), { nil: undefined });
  fc.assert(
    fc.property(
      fc.subarray([main, touch, third]),
      fc.record({ visitor: id, staff: id, hasStaff: fc.boolean(), shared: fc.boolean() }),
      (displays, rest) => {
        const { visitor, staff } = placeWindows(wishes({ displays, primary: displays[0]?.id ?? 0, ...rest }));
        if (!rest.hasStaff) expect(staff).toBeNull();
        if (visitor && staff && visitor.display === staff.display) {
          expect(rest.shared).toBe(true);
          expect(visitor.bounds.x + visitor.bounds.width).toBeLessThanOrEqual(staff.bounds.x);
        }
        if (displays.length > 0) expect(visitor ?? staff).not.toBeNull();
      },
    ),
  );
});
