import {
  type DeviceFault,
  type DocumentRead,
  deviceFault,
  imageSize,
  type TestFinding,
} from '../../contract/index.ts';
import { readMrzText } from '../documents/mrz/index.ts';

/** What a reading shows of the device that made it, and nothing of the document. */
export function findingOf(reading: DocumentRead['reading'], today: Date): TestFinding {
  switch (reading.kind) {
    case 'image': {
      const size = imageSize(reading.bytes);
      return {
        kind: 'image',
        widthPixels: size?.width ?? null,
        heightPixels: size?.height ?? null,
        dotsPerInch: reading.dotsPerInch,
        bytes: reading.bytes.length,
      };
    }
    case 'barcode':
      return { kind: 'barcode', characters: reading.text.length, aim: reading.aim };
    case 'lines':
      return {
        kind: 'lines',
        lines: reading.lines.length,
        characters: Math.max(...reading.lines.map((line) => line.length)),
        checkDigits: checkDigitsOf(reading.lines, today),
      };
  }
}

/** A digit that fits only after a repair was read wrong all the same. */
function checkDigitsOf(lines: readonly string[], today: Date): 'right' | 'wrong' | null {
  const { outcome, result } = readMrzText(lines.join('\n'), { today });
  if (result.kind !== 'mrz' || result.checks.length === 0) return null;
  const right = outcome !== 'repaired' && result.checks.every((check) => check.outcome === 'passed');
  return right ? 'right' : 'wrong';
}

/** The fault behind an error of a call to the drivers; what they have no word for is a failure. */
export function faultOf(error: unknown): DeviceFault {
  return deviceFault.safeParse((error as { code?: unknown } | null)?.code).data ?? 'device/failed';
}
