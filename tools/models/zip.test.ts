import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { zipStored } from './zip.ts';

const files = [
  ['face_detector.tflite', new TextEncoder().encode('first file')],
  ['a.bin', Uint8Array.from({ length: 5000 }, (_, k) => k & 255)],
  ['empty', new Uint8Array(0)],
] as const;

const CHECK = `
import json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
print(json.dumps({"bad": z.testzip(), "files": [[i.filename, i.file_size, i.compress_type, z.read(i).hex()] for i in z.infolist()]}))
`;

describe('zipStored', () => {
  it('starts every file on a 16-byte boundary', () => {
    const archive = zipStored(files);
    const view = new DataView(archive.buffer);
    let at = 0;
    for (const [name, data] of files) {
      expect(view.getUint32(at, true)).toBe(0x04034b50);
      const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
      expect(start % 16, name).toBe(0);
      expect([...archive.subarray(start, start + data.length)]).toEqual([...data]);
      at = start + data.length;
    }
  });

  it('gives the same bytes for the same files', () => {
    expect(zipStored(files)).toEqual(zipStored(files));
  });

  it('is read by an independent implementation', (context) => {
    const directory = mkdtempSync(join(tmpdir(), 'zip-'));
    try {
      const path = join(directory, 'sample.zip');
      writeFileSync(path, zipStored(files));
      const python = spawnSync('python3', ['-c', CHECK, path], { encoding: 'utf8' });
      if (python.error) context.skip('python3 is not installed');
      const seen = JSON.parse(python.stdout) as {
        bad: string | null;
        files: [string, number, number, string][];
      };
      expect(seen.bad).toBeNull();
      expect(seen.files).toEqual(
        files.map(([name, data]) => [name, data.length, 0, Buffer.from(data).toString('hex')]),
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
