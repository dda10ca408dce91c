import type { DecodeStep, FrameDecoder } from './decoder.ts';

/** USB-IF HID Usage Tables for Point of Sale: page "Bar Code Scanner", usage "Bar Code Scanner". */
export const hidPosUsage = { usagePage: 0x8c, usage: 0x02 } as const;

const scannedDataReportId = 2;
const reportLength = 64;
const dataLength = 56;
const flagsAt = 63;
/** An AAMVA barcode holds about 1 kB, an MRZ under 100 bytes; anything over this is not a document. */
const maxMessage = 8000;
const closingBracket = 0x5d;

export interface HidPosQuirks {
  /**
   * Where the decoded data begins, counted from the report ID: 5 by the standard, 6 for readers that put one more
   * byte before the AIM identifier, 2 for those that send none. Without it the place of the `]` decides.
   */
  dataStart?: 2 | 5 | 6;
}

/**
 * Joins "scanned data" input reports into messages: report ID 2, length, three bytes AIM symbology identifier, 56
 * bytes data, two bytes further identifier, and in bit 0 of the last byte "data continued". The table is printed in
 * the HID appendix of Access-IS LSR110 and ATR110 product manuals, and holds for Honeywell and Datalogic in POS mode.
 */
export function hidPosDecoder(quirks: HidPosQuirks = {}): FrameDecoder {
  let collected: Uint8Array[] = [];
  let size = 0;
  let symbology = '';
  const reset = () => {
    collected = [];
    size = 0;
    symbology = '';
  };
  const malformed = (reason: string): DecodeStep => {
    reset();
    return { kind: 'malformed', reason };
  };
  return {
    get pending() {
      return collected.length > 0;
    },
    reset,
    push(report) {
      if (report[0] !== scannedDataReportId) return { kind: 'ignored' };
      if (report.length !== reportLength) return malformed('report-length');
      const start = quirks.dataStart ?? findDataStart(report);
      if (start === null) return malformed('no-identifier');
      const length = report[1] ?? 0;
      if (length > dataLength) return malformed('data-length');
      if (size + length > maxMessage) return malformed('too-long');
      if (collected.length === 0 && start > 2) symbology = asciiOf(report.subarray(start - 3, start));
      collected.push(report.slice(start, start + length));
      size += length;
      if (((report[flagsAt] ?? 0) & 1) === 1) {
        return length === 0 ? malformed('empty-part') : { kind: 'part' };
      }
      const step: DecodeStep = { kind: 'message', bytes: joined(collected, size), symbology };
      reset();
      return step;
    },
  };
}

function findDataStart(report: Uint8Array): 5 | 6 | null {
  if (report[2] === closingBracket) return 5;
  if (report[3] === closingBracket) return 6;
  return report[2] === 0 && report[3] === 0 && report[4] === 0 ? 5 : null;
}

function asciiOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.filter((byte) => byte >= 0x20 && byte < 0x7f));
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The reports a reader sends for one message; the inverse of {@link hidPosDecoder} with no quirks. */
export function hidPosReports(message: Uint8Array, symbology: string): Uint8Array[] {
  const reports: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < message.length; at += dataLength) {
    const part = message.subarray(at, at + dataLength);
    const report = new Uint8Array(reportLength);
    report[0] = scannedDataReportId;
    report[1] = part.length;
    for (let i = 0; i < 3; i++) report[2 + i] = symbology.charCodeAt(i);
    report.set(part, 5);
    report[flagsAt] = at + dataLength < message.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
}
