import { readFile, stat } from 'node:fs/promises';
import { type Recording, RecordingError, readRecording } from './format.ts';

/** A page image of 25 MB is twice as long in hexadecimal; a recording of some of them still fits. */
const maxFile = 512 * 1024 * 1024;

/** @throws RecordingError `recording/malformed` for what cannot be read or is none */
export async function openRecording(file: string): Promise<Recording> {
  const text = await stat(file).then(
    ({ size }) => (size <= maxFile ? readFile(file, 'utf8') : null),
    () => null,
  );
  if (text === null) throw new RecordingError('recording/malformed', 'the recording cannot be read');
  return readRecording(text);
}
