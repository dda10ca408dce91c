import { describe, expect, it } from 'vitest';
import { seededRandom } from '../testing/random.ts';
import { type Http1Step, http1Request, http1Responses } from './http1.ts';

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const counted = ascii('HTTP/1.1 201 Created\r\nLocation: /eSCL/ScanJobs/7\r\nContent-Length: 0\r\n\r\n');
const chunked = ascii(
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nwiki\r\n5\r\npedia\r\n0\r\nTrailer: 1\r\n\r\n',
);
const all = (parser: ReturnType<typeof http1Responses>, ...chunks: Uint8Array[]) =>
  chunks.flatMap((bytes) => parser.push(bytes));
const kinds = (steps: Http1Step[]) =>
  steps.map((step) => (step.kind === 'malformed' ? step.reason : step.kind));

describe('HTTP/1.1 answers', () => {
  it('are read however they are cut, one behind the other', () => {
    const both = Uint8Array.from([...counted, ...chunked]);
    for (let cut = 0; cut <= both.length; cut++) {
      const steps = all(http1Responses(100), both.subarray(0, cut), both.subarray(cut));
      expect(steps).toMatchObject([{ status: 201 }, { status: 200 }]);
      const [first, second] = steps as Extract<Http1Step, { kind: 'response' }>[];
      expect(first!.headers.get('location')).toBe('/eSCL/ScanJobs/7');
      expect(textOf(second!.body)).toBe('wikipedia');
    }
  });

  it('have no body with 204, and follow an interim one', () => {
    const sent = ascii(
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\n\nHTTP/1.1 200\r\nContent-Length:2\r\n\r\nhi',
    );
    expect(all(http1Responses(10), sent)).toMatchObject([{ status: 204 }, { status: 200 }]);
  });

  it.each([
    ['\u0000\u0001\u0002\n', 'no-status'],
    ['HTTP/2 200 OK\r\n', 'no-status'],
    ['HTTP/1.1 200 OK\r\nno colon\r\n', 'headers'],
    [`HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(102)}\r\n`, 'headers'],
    [`HTTP/1.1 200 OK\r\nA: ${'b'.repeat(9000)}`, 'headers'],
    ['HTTP/1.1 200 OK\r\n\r\n', 'no-length'],
    ['HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n', 'no-length'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n', 'too-large'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 'chunk-size'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n', 'chunk-end'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n', 'too-large'],
  ])('are refused as %j', (sent, reason) => {
    expect(kinds(all(http1Responses(1000), ascii(sent)))[0]).toBe(reason);
  });

  it('come to nothing but a few outcomes from noise, in bounded memory', () => {
    const random = seededRandom(3);
    const parser = http1Responses(50);
    const seen = new Set<string>();
    const good = textOf(counted).replace(': 0', ': 30') + textOf(chunked);
    for (let i = 0; i < 5000; i++) {
      const at = random.below(good.length);
      const digits = Array.from({ length: random.below(3) }, () => '0123456789abcdef'[random.below(16)]).join(
        '',
      );
      const noise = random.below(2) ? digits : textOf(random.bytes(random.below(20)));
      const bent = ascii(good.slice(0, at) + noise + good.slice(at + random.below(4)));
      for (const step of parser.push(bent)) {
        seen.add(step.kind);
        if (step.kind !== 'response') parser.reset();
      }
      expect(parser.held).toBeLessThan(20_000);
    }
    expect([...seen].sort()).toEqual(['malformed', 'response', 'too-large']);
  });

  it('are asked for with a length that counts bytes', () => {
    expect(textOf(http1Request('POST', '/x', '<ä/>'))).toMatch(
      /^POST \/x HTTP\/1\.1\r\n[\s\S]*Content-Length: 5\r\n\r\n/,
    );
    expect(textOf(http1Request('GET', '/x'))).not.toContain('Content-Length');
  });
});
