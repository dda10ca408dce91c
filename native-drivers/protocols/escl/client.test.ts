import { describe, expect, it } from 'vitest';
import { capabilitiesXml, type ScannerCondition, statusXml } from '../../simulator/escl-xml.ts';
import { type HttpClient, HttpError, type HttpRequest } from '../../transports/http.ts';
import { esclClient } from './client.ts';

const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3);
type Reply = { status: number; body?: Uint8Array | string; location?: string } | HttpError;

/** A scanner by its answers; what is not overridden behaves. */
function scanner(overrides: Record<string, Reply | Reply[]> = {}, condition: ScannerCondition = 'idle') {
  const asked: string[] = [];
  const usual: Record<string, Reply> = {
    'GET /eSCL/ScannerCapabilities': { status: 200, body: capabilitiesXml(300) },
    'GET /eSCL/ScannerStatus': { status: 200, body: statusXml(condition, true) },
    'POST /eSCL/ScanJobs': { status: 201, location: 'http://elsewhere.example/eSCL/ScanJobs/7' },
    'GET /eSCL/ScanJobs/7/NextDocument': { status: 200, body: jpeg },
    'DELETE /eSCL/ScanJobs/7': { status: 200 },
  };
  const http: HttpClient = async ({ method, url }: HttpRequest) => {
    const key = `${method} ${url.pathname}`;
    asked.push(`${key}${url.hostname === '127.0.0.1' ? '' : ` at ${url.hostname}`}`);
    const given = overrides[key] ?? usual[key] ?? { status: 404 };
    const reply = Array.isArray(given) ? (given.length > 1 ? given.shift()! : given[0]!) : given;
    if (reply instanceof HttpError) throw reply;
    const { body = '', location = null } = reply;
    return {
      status: reply.status,
      header: (name) => (name === 'location' ? location : null),
      body: new Uint8Array(typeof body === 'string' ? Buffer.from(body) : body),
    };
  };
  return { client: esclClient(new URL('http://127.0.0.1:9/eSCL'), http, 1000), asked };
}

describe('the eSCL client', () => {
  it('scans a page, gives the job back, and stays with the host it asked', async () => {
    const { client, asked } = scanner();
    expect(await client.scan({ dotsPerInch: 200 })).toEqual({
      bytes: jpeg,
      mediaType: 'image/jpeg',
      dotsPerInch: 300,
    });
    expect(asked).toEqual([
      'GET /eSCL/ScannerCapabilities',
      'POST /eSCL/ScanJobs',
      'GET /eSCL/ScanJobs/7/NextDocument',
      'DELETE /eSCL/ScanJobs/7',
    ]);
  });

  it('waits while the scanner is not there yet', async () => {
    const next = [{ status: 503 }, { status: 503 }, { status: 200, body: jpeg }];
    const { client } = scanner({ 'GET /eSCL/ScanJobs/7/NextDocument': next }, 'scanning');
    expect((await client.scan({ dotsPerInch: 300 })).bytes).toEqual(jpeg);
  });

  it('gives up after its patience, and frees the job', async () => {
    const { client, asked } = scanner({ 'GET /eSCL/ScanJobs/7/NextDocument': { status: 503 } }, 'scanning');
    await expect(client.scan({ dotsPerInch: 300 })).rejects.toMatchObject({ code: 'device/time-out' });
    expect(asked.at(-1)).toBe('DELETE /eSCL/ScanJobs/7');
  });

  it.each<[string, Record<string, Reply>, ScannerCondition, string]>([
    ['an open cover', { 'POST /eSCL/ScanJobs': { status: 503 } }, 'cover-open', 'device/cover-open'],
    ['a jam under way', { 'GET /eSCL/ScanJobs/7/NextDocument': { status: 503 } }, 'jam', 'device/jam'],
    ['another job', { 'POST /eSCL/ScanJobs': { status: 503 } }, 'scanning', 'device/busy'],
    ['no page', { 'GET /eSCL/ScanJobs/7/NextDocument': { status: 404 } }, 'idle', 'device/no-document'],
    ['a refusal', { 'POST /eSCL/ScanJobs': { status: 403 } }, 'idle', 'device/access-denied'],
    ['a job without address', { 'POST /eSCL/ScanJobs': { status: 201 } }, 'idle', 'device/protocol'],
    [
      'a page that is no picture',
      { 'GET /eSCL/ScanJobs/7/NextDocument': { status: 200, body: '%PDF-1.4' } },
      'idle',
      'device/protocol',
    ],
    ['an unknown answer', { 'POST /eSCL/ScanJobs': { status: 500 } }, 'idle', 'device/protocol'],
    [
      'nobody there',
      { 'GET /eSCL/ScannerCapabilities': new HttpError('http/unreachable', '') },
      'idle',
      'device/disconnected-before-sending',
    ],
    [
      'a broken page',
      { 'GET /eSCL/ScanJobs/7/NextDocument': new HttpError('http/interrupted', '') },
      'idle',
      'device/disconnected-while-sending',
    ],
    [
      'a page without end',
      { 'GET /eSCL/ScanJobs/7/NextDocument': new HttpError('http/too-large', '') },
      'idle',
      'device/protocol',
    ],
  ])('names %s', async (_, overrides, condition, code) => {
    await expect(scanner(overrides, condition).client.scan({ dotsPerInch: 300 })).rejects.toMatchObject({
      code,
    });
  });
});
