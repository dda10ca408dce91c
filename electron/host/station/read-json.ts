import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { CodedError } from '../../contract/errors.ts';

export class StationError extends CodedError<'station/resource-missing' | 'station/resource-malformed'> {}

/** @throws StationError naming the file, and the places in it that are not as they have to be */
export function readJson<T>(path: string, schema: z.ZodType<T>): T {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StationError('station/resource-missing', `cannot read ${path}`, { cause });
  }
  const parsed = schema.safeParse(parseJson(path, content));
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`);
  throw new StationError('station/resource-malformed', `${path}: ${places.join('; ')}`, {
    cause: parsed.error,
  });
}

function parseJson(path: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new StationError('station/resource-malformed', `${path} is not JSON`, { cause });
  }
}
