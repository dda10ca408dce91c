import type { DecodeStep, FrameDecoder } from './decoder.ts';

/** Where text stands in the input reports of a reader. Places count from the report's first byte, its report ID. */
export interface TextReportLayout {
  /** The ID of the reports that carry text; null where the reader does not number its reports. */
  reportId: number | null;
  /** Where it is said how many bytes of text follow; null where the text is filled up with zeros. */
  lengthAt: number | null;
  textAt: number;
  /** The byte that ends a message; null where a report that is not full does. */
  end: number | null;
}

/** A licence's barcode holds about 1 kB, a machine readable zone under 100 bytes; over this it is no document. */
const maxMessage = 8000;

/**
 * Joins text out of the input reports of a vendor-defined usage page. There is no standard for them; where their text
 * stands is data, which a maker's manual or a recording shows.
 */
export function textReportDecoder({ reportId, lengthAt, textAt, end }: TextReportLayout): FrameDecoder {
  let collected: number[] = [];
  const reset = () => {
    collected = [];
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
      if (reportId !== null && report[0] !== reportId) return { kind: 'ignored' };
      const room = report.subarray(textAt);
      const length = lengthAt === null ? filledTo(room) : report[lengthAt];
      if (report.length < textAt || length === undefined) return malformed('report-length');
      if (length > room.length) return malformed('data-length');
      const text = room.subarray(0, length);
      const last = end === null ? -1 : text.indexOf(end);
      collected.push(...(last < 0 ? text : text.subarray(0, last)));
      if (collected.length > maxMessage) return malformed('too-long');
      const goesOn = end === null ? length === room.length && length > 0 : last < 0;
      // Readers that have nothing to say may say so all the time.
      if (collected.length === 0 && last < 0) return { kind: 'ignored' };
      if (goesOn) return { kind: 'part' };
      const bytes = Uint8Array.from(collected);
      reset();
      return { kind: 'message', bytes, symbology: '' };
    },
  };
}

function filledTo(bytes: Uint8Array): number {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length -= 1;
  return length;
}

/** The shortest report that ends a message, with one byte of text. */
export function lastTextReport(
  { reportId, lengthAt, textAt, end }: TextReportLayout,
  byte: number,
): Uint8Array {
  const report = new Uint8Array(textAt + 2);
  if (reportId !== null) report[0] = reportId;
  if (lengthAt !== null) report[lengthAt] = end === null ? 1 : 2;
  report.set([byte, end ?? 0], textAt);
  return report;
}
