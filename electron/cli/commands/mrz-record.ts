export type RecordId = string | number | null;

/** One line of input, or why it is none. The messages never quote the input, which is personal data. */
export type MrzRecord =
  | { readonly id: RecordId; readonly lines: readonly string[] }
  | { readonly id: RecordId; readonly text: string }
  | {
      readonly id: RecordId;
      readonly error: { readonly code: MrzRecordErrorCode; readonly message: string };
    };

export type MrzRecordErrorCode =
  | 'input/too-long'
  | 'input/not-json'
  | 'input/not-object'
  | 'input/id'
  | 'input/lines'
  | 'input/text';

function refused(id: RecordId, code: MrzRecordErrorCode, message: string): MrzRecord {
  return { id, error: { code, message } };
}

export function tooLongRecord(limit: number): MrzRecord {
  return refused(null, 'input/too-long', `the line is longer than ${limit} characters`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Reads `{"id", "lines"}` or `{"id", "text"}`; lines win over text, other members are ignored, a missing id is null. Never throws. */
export function readMrzRecord(text: string): MrzRecord {
  const value = parseJson(text);
  if (value === undefined) return refused(null, 'input/not-json', 'the line is not JSON');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refused(null, 'input/not-object', 'the line is not a JSON object');
  }
  const { id = null, lines, text: given } = value as { id?: unknown; lines?: unknown; text?: unknown };
  if (id !== null && !isText(id) && typeof id !== 'number') {
    return refused(null, 'input/id', 'id must be a string, a number or null');
  }
  if (lines === undefined && given !== undefined) {
    return isText(given) ? { id, text: given } : refused(id, 'input/text', 'text must be a string');
  }
  if (!Array.isArray(lines) || !lines.every(isText)) {
    return refused(id, 'input/lines', 'lines must be an array of strings');
  }
  return { id, lines };
}
