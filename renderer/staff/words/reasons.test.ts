import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Check, checkName, checkOutcome, documentField } from '../../../electron/contract/index.ts';
import { reasonText } from './reasons.ts';

const host = fileURLToPath(new URL('../../../electron/host/', import.meta.url));
const source = (path: string) => readFileSync(host + path, 'utf8');

/** Of no importance to most words. */
const outcome = 'failed';

/** Where checks are made, and which checks each of these files can give a reason to. */
const makers: Record<string, Check['check'][]> = {
  'visit/document-checks.ts': [
    'document-expiry',
    'document-choice-match',
    'visual-zone-match',
    'portrait-source',
  ],
  'visit/zone-checks.ts': ['mrz-check-digits', 'mrz-reading', 'mrz-page-match'],
  'visit/barcode-checks.ts': ['barcode-structure'],
  'visit/comparison-checks.ts': ['barcode-match', 'details-match', 'barcode-details-match'],
  'visit/decision.ts': [...checkName.options],
  'visit/decide-staff.ts': ['staff-observation'],
  'vision/faces-over-vision.ts': ['liveness', 'face-match'],
  'faces/liveness/judge.ts': ['liveness'],
  'faces/camera-check.ts': ['camera-genuine'],
  'faces/match.ts': ['face-match'],
  'faces/quality.ts': ['face-quality', 'portrait-quality'],
};

/** Hand on what a reading or the rooms below them found. */
const relays = new Set(['visit/chip.ts']);

/** Reasons as they stand in the source: after `reason:` or an outcome, as verdicts, and as members of a type of reasons. */
function reasonsIn(source: string): string[] {
  // Events and commands have reasons of their own, which are not those of checks.
  const text = source.replaceAll(/\{ type: '[^}]*\}/g, '');
  const places = [
    ...text.matchAll(/\breason: ([^,;{}()]+)/g),
    ...text.matchAll(/verdict\('[a-z-]+', ([^)]+)\)/g),
    ...text.matchAll(/Reason =\s([^;]+);/g),
    ...text.matchAll(/\('(?:passed|failed|not-checked)', ([^;{}]+)/g),
    ...text.matchAll(/unmade\('[a-z-]+', ([^)]+)\)/g),
  ].map(([, place]) => place ?? '');
  return places
    .flatMap((place) => [...place.matchAll(/'([a-z-]+)'/g)].map(([, word]) => word ?? ''))
    .filter((word) => !(checkOutcome.options as string[]).includes(word));
}

describe('the reason of a check', () => {
  it.each(Object.keys(makers))('has words for every reason in %s', (path) => {
    const found = new Set(reasonsIn(source(path)));
    expect(found.size).toBeGreaterThan(0);
    const unworded = [...found].filter((reason) =>
      makers[path]?.every((check) => reasonText({ check, outcome, reason }).startsWith('Code:')),
    );
    expect(unworded).toEqual([]);
  });

  it('knows every file of the host that makes checks', () => {
    const files = readdirSync(host, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|testing\/|fixture/.test(path));
    const making = files.filter((path) =>
      /check: ('[a-z-]+'|name),\s+outcome: '|check,\s+outcome: '|verdict\('/.test(source(path)),
    );
    expect(making.length).toBeGreaterThan(3);
    expect(making.filter((path) => !Object.hasOwn(makers, path) && !relays.has(path))).toEqual([]);
  });

  it('names every field in which two sources can differ, and why they could not be compared', () => {
    const fields = documentField.options.map((field) =>
      field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    );
    const open = ['missing', 'spelling', 'other-script', 'unsplit-name', 'other-document'];
    for (const check of ['barcode-match', 'details-match', 'barcode-details-match'] as const)
      for (const reason of [...fields, ...open, 'same', 'nothing-in-common'])
        expect(reasonText({ check, outcome, reason })).not.toContain('Code:');
  });

  it('says for every check what it means that it was not made', () => {
    for (const check of checkName.options) {
      expect(reasonText({ check, outcome, reason: 'not-available' })).not.toContain('Code:');
    }
  });

  it('shows the code of a reason it has no words for', () => {
    expect(reasonText({ check: 'face-match', outcome, reason: 'brand-new' })).toBe('Code: brand-new');
    expect(reasonText({ check: 'face-match', outcome, reason: 'constructor' })).toBe('Code: constructor');
  });
});
