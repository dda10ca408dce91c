import { describe, expect, it } from 'vitest';
import { simulatorAction } from '../../electron/contract/index.ts';
import { defectText, faultsOf, faultWords, possession, shortName } from './names.ts';

const person = (id: string, name: string) => ({ id, name, documents: [] });

describe('names on the buttons of the station panel', () => {
  it('calls people by their first names while those tell them apart', () => {
    const maja = person('a', 'Maja Lindqvist');
    const other = person('b', 'Maja Okafor');
    expect(shortName(maja, [maja, person('c', 'Tomas Lindqvist')])).toBe('Maja');
    expect(shortName(maja, [maja, other])).toBe('Maja Lindqvist');
    expect(shortName(person('d', ''), [])).toBe('');
  });

  it('names what belongs to whom', () => {
    expect(possession('Maja', 'Passport')).toBe("Maja's passport");
    expect(possession('Maja', 'ID card')).toBe("Maja's ID card");
    expect(possession('Maja', '')).toBe("Maja's ");
  });
});

describe('faults', () => {
  it('are all in the contract, and the contract has no other', () => {
    const faults = simulatorAction.options.flatMap((action) =>
      'fault' in action.shape ? [...action.shape.fault.options] : [],
    );
    expect(Object.keys(faultWords).sort()).toEqual(faults.sort());
  });

  it('are offered where the device can have them', () => {
    expect(faultsOf('mrz-reader')).not.toContain('cover-open');
    expect(faultsOf('mrz-reader')).toContain('wrong-check-digit');
    expect(faultsOf('page-scanner')).toContain('jam');
    expect(faultsOf('page-scanner')).not.toContain('wrong-check-digit');
    expect(faultsOf('camera')).toEqual([]);
  });
});

it('calls what is wrong with a chip as the simulator does, to read', () => {
  expect(['none', 'cloned-chip', 'changed-mrz', 'wrong-mac', 'constructor'].map(defectText)).toEqual([
    'Nothing: a genuine chip',
    'Cloned chip',
    'Changed MRZ',
    'Wrong MAC',
    'Constructor',
  ]);
});
