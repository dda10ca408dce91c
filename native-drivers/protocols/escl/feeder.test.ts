import { describe, expect, it } from 'vitest';
import type { HttpClient } from '../../transports/http.ts';
import { esclClient } from './client.ts';
import { find, readXml, textOf } from './xml.ts';

const jpeg = (page: number) => Uint8Array.of(0xff, 0xd8, 0xff, page);
const profile = (modes: string[]) => `<s:SettingProfiles><s:SettingProfile>
  <s:ColorModes>${modes.map((mode) => `<s:ColorMode>${mode}</s:ColorMode>`).join('')}</s:ColorModes>
  <s:DocumentFormats><p:DocumentFormat>image/jpeg</p:DocumentFormat><s:DocumentFormatExt>image/jpeg</s:DocumentFormatExt></s:DocumentFormats>
  <s:SupportedResolutions><s:DiscreteResolutions>${[150, 300, 600]
    .map(
      (dpi) =>
        `<s:DiscreteResolution><s:XResolution>${dpi}</s:XResolution><s:YResolution>${dpi}</s:YResolution></s:DiscreteResolution>`,
    )
    .join('')}</s:DiscreteResolutions></s:SupportedResolutions>
  </s:SettingProfile></s:SettingProfiles><s:MaxWidth>2550</s:MaxWidth><s:MaxHeight>3300</s:MaxHeight>`;
const capabilities = `<s:ScannerCapabilities xmlns:s="s" xmlns:p="p"><p:MakeAndModel>MFP</p:MakeAndModel>
  <s:Platen><s:PlatenInputCaps>${profile(['RGB24', 'Grayscale8'])}</s:PlatenInputCaps></s:Platen>
  <s:Adf><s:AdfSimplexInputCaps>${profile(['Grayscale8'])}</s:AdfSimplexInputCaps>
  <s:AdfDuplexInputCaps>${profile(['RGB24'])}</s:AdfDuplexInputCaps></s:Adf></s:ScannerCapabilities>`;

/** A multi-function device: a flat bed and a feeder, and pages that take two questions each. */
function multiFunction(state: { adf: string; sheets: number; stopsAfter?: number }) {
  const asked: { key: string; body: string }[] = [];
  let pages = 0;
  let waited = false;
  let fed = 0;
  const http: HttpClient = async ({ method, url, body = '', signal }) => {
    signal?.throwIfAborted();
    const key = `${method} ${url.pathname}`;
    asked.push({ key, body });
    const answer = (status: number, content: string | Uint8Array = '', location: string | null = null) => ({
      status,
      header: (name: string) => (name === 'location' ? location : null),
      body: new Uint8Array(typeof content === 'string' ? Buffer.from(content) : content),
    });
    if (key.endsWith('Capabilities')) return answer(200, capabilities);
    if (key.endsWith('Status')) {
      const stopped = state.stopsAfter !== undefined && fed >= state.stopsAfter;
      return answer(
        200,
        `<s:ScannerStatus xmlns:s="s" xmlns:p="p"><p:State>${stopped ? 'Stopped' : 'Processing'}</p:State><s:AdfState>${stopped ? 'ScannerAdfJam' : state.adf}</s:AdfState></s:ScannerStatus>`,
      );
    }
    if (method === 'POST') {
      pages = body.includes('Feeder') ? state.sheets * (body.includes('Duplex>true') ? 2 : 1) : 1;
      return answer(201, '', '/eSCL/ScanJobs/1');
    }
    if (method === 'DELETE') return answer(200);
    if (fed >= pages) return answer(404);
    waited = !waited;
    if (waited || (state.stopsAfter !== undefined && fed >= state.stopsAfter)) return answer(503);
    fed += 1;
    return answer(200, jpeg(fed));
  };
  const settings = () => readXml(asked.find(({ key }) => key.startsWith('POST'))?.body ?? '')!;
  const all = async (order: Parameters<ReturnType<typeof esclClient>['pages']>[0]) => {
    const found = [];
    for await (const page of client.pages(order)) found.push(page.bytes[3]);
    return found;
  };
  const client = esclClient(new URL('http://127.0.0.1:9/eSCL'), http, 2000);
  return { client, asked, settings, all };
}

describe('a multi-function device', () => {
  it('scans from the flat bed though its feeder is empty or jammed', async () => {
    for (const adf of ['ScannerAdfEmpty', 'ScannerAdfJam']) {
      const { client, settings } = multiFunction({ adf, sheets: 0 });
      expect((await client.scan({ dotsPerInch: 300 })).bytes).toEqual(jpeg(1));
      expect(textOf(find(settings(), 'InputSource'))).toBe('Platen');
    }
  });

  it('feeds every sheet, and both sides when told so', async () => {
    const { all, asked } = multiFunction({ adf: 'ScannerAdfLoaded', sheets: 3 });
    expect(await all({ dotsPerInch: 200, from: 'feeder' })).toEqual([1, 2, 3]);
    expect(asked.at(-1)?.key).toBe('DELETE /eSCL/ScanJobs/1');
    const two = multiFunction({ adf: 'ScannerAdfLoaded', sheets: 2 });
    expect(await two.all({ dotsPerInch: 200, from: 'feeder', duplex: true })).toEqual([1, 2, 3, 4]);
    expect(textOf(find(two.settings(), 'Duplex'))).toBe('true');
  });

  it('takes colour, resolution and format as it has them', async () => {
    const colour = multiFunction({ adf: 'ScannerAdfLoaded', sheets: 1 });
    expect((await colour.client.scan({ dotsPerInch: 400 })).dotsPerInch).toBe(600);
    expect(textOf(find(colour.settings(), 'ColorMode'))).toBe('RGB24');
    expect(textOf(find(colour.settings(), 'DocumentFormatExt'))).toBe('image/jpeg');
    const gray = multiFunction({ adf: 'ScannerAdfLoaded', sheets: 1 });
    expect((await gray.client.scan({ dotsPerInch: 1200, color: 'gray' })).dotsPerInch).toBe(600);
    expect(textOf(find(gray.settings(), 'ColorMode'))).toBe('Grayscale8');
    const feeder = multiFunction({ adf: 'ScannerAdfLoaded', sheets: 1 });
    await feeder.client.scan({ dotsPerInch: 75, from: 'feeder' });
    expect(textOf(find(feeder.settings(), 'ColorMode'))).toBe('Grayscale8');
  });

  it('names a jam after some sheets, and an empty feeder', async () => {
    const jam = multiFunction({ adf: 'ScannerAdfLoaded', sheets: 3, stopsAfter: 1 });
    await expect(jam.all({ dotsPerInch: 200, from: 'feeder' })).rejects.toMatchObject({ code: 'device/jam' });
    expect(jam.asked.at(-1)?.key).toBe('DELETE /eSCL/ScanJobs/1');
    const empty = multiFunction({ adf: 'ScannerAdfEmpty', sheets: 0 });
    await expect(empty.all({ dotsPerInch: 200, from: 'feeder' })).rejects.toMatchObject({
      code: 'device/no-document',
    });
  });

  it('is told to stop when the scan is called off, before and between pages', async () => {
    const before = multiFunction({ adf: 'ScannerAdfLoaded', sheets: 1 });
    const signal = AbortSignal.abort();
    await expect(before.client.scan({ dotsPerInch: 200, signal })).rejects.toMatchObject({
      code: 'drivers/cancelled',
    });
    const { client, asked } = multiFunction({ adf: 'ScannerAdfLoaded', sheets: 5 });
    const off = new AbortController();
    const pages = client.pages({ dotsPerInch: 200, from: 'feeder', signal: off.signal });
    expect((await pages.next()).done).toBe(false);
    setTimeout(() => off.abort(), 10);
    await expect(pages.next()).rejects.toMatchObject({ code: 'drivers/cancelled' });
    expect(asked.at(-1)?.key).toBe('DELETE /eSCL/ScanJobs/1');
  });

  it('says that it has no feeder', async () => {
    const { client } = multiFunction({ adf: '', sheets: 0 });
    const flat: HttpClient = async () => ({
      status: 200,
      header: () => null,
      body: new Uint8Array(Buffer.from(capabilities.replace(/<s:Adf>[\s\S]*<\/s:Adf>/, ''))),
    });
    expect((await client.capabilities()).sources.map(({ source, duplex }) => [source, duplex])).toEqual([
      ['Platen', false],
      ['Feeder', false],
      ['Feeder', true],
    ]);
    const scan = esclClient(new URL('http://127.0.0.1:9/eSCL'), flat).scan({
      dotsPerInch: 300,
      from: 'feeder',
    });
    await expect(scan).rejects.toMatchObject({ code: 'device/failed' });
  });
});
