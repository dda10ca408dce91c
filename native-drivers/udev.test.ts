import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { namedHidReader } from './devices/profiles.ts';
import { namedCamera } from './devices/usb-profiles.ts';
import { udevRules, windowsNotes } from './udev.ts';

const file = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

describe('the udev rules', () => {
  it('that are shipped are those of the profiles', () => {
    expect(file('resources/linux/60-proofdesk.rules')).toBe(udevRules());
  });

  it('have one line a maker and bus, and none for what is simulated', () => {
    const rules = udevRules()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(new Set(rules).size).toBe(rules.length);
    expect(rules.join()).not.toContain('1209');
    expect(rules.filter((rule) => rule.includes('"0c2e"'))).toHaveLength(2);
    for (const rule of rules) {
      expect(rule).toMatch(/^(?:[A-Z_]+(?:\{\w+\})?(?:==|\+=|=)"[^"]*"(?:, |$))+$/);
      expect(rule).toContain('TAG+="uaccess"');
    }
  });

  it('take a HID reader an operator has named', () => {
    expect(udevRules([], [namedHidReader('1a2b:3c4d@report=01')!])).toContain(
      'KERNEL=="hidraw*", SUBSYSTEM=="hidraw", ATTRS{idVendor}=="1a2b", ATTRS{idProduct}=="3c4d"',
    );
  });

  it('take a page camera an operator has named', () => {
    expect(udevRules([namedCamera('04e8:6866@300')!])).toContain(
      'ATTR{idVendor}=="04e8", ATTR{idProduct}=="6866"',
    );
  });
});

it('the notes for Windows that are shipped are those of the profiles', () => {
  expect(file('docs/windows-drivers.md')).toBe(windowsNotes());
  // The kiosk takes no option of the driver program; its station file does.
  expect(windowsNotes()).not.toMatch(/--(?:escl|wia|sane|serial)/);
});
