import type { TextReportLayout } from '../protocols/text-reports.ts';

/** The reports of that length a reader of that layout sends for one message. */
export function textReports(
  message: Uint8Array,
  { reportId, lengthAt, textAt, end }: TextReportLayout,
  reportLength = 32,
): Uint8Array[] {
  const whole = end === null ? message : Uint8Array.from([...message, end]);
  const room = reportLength - textAt;
  const reports: Uint8Array[] = [];
  for (let at = 0; at < whole.length || (end === null && at === whole.length); at += room) {
    const part = whole.subarray(at, at + room);
    const report = new Uint8Array(reportLength);
    if (reportId !== null) report[0] = reportId;
    if (lengthAt !== null) report[lengthAt] = part.length;
    report.set(part, textAt);
    reports.push(report);
  }
  return reports;
}
