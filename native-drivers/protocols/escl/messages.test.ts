import { describe, expect, it } from 'vitest';
import { readCapabilities, readStatus, writeScanSettings } from './messages.ts';
import { find, readXml, textOf } from './xml.ts';

const step = (x: number, y = x) =>
  `<scan:DiscreteResolution><scan:XResolution>${x}</scan:XResolution><scan:YResolution>${y}</scan:YResolution></scan:DiscreteResolution>`;
const caps = (
  resolutions: string,
) => `<scan:MaxWidth>2551</scan:MaxWidth><scan:MaxHeight>3508</scan:MaxHeight>
  <scan:SettingProfiles><scan:SettingProfile>
    <scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>
    <scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>
    <scan:SupportedResolutions>${resolutions}</scan:SupportedResolutions>
  </scan:SettingProfile></scan:SettingProfiles>`;
const capabilities = (inside: string) =>
  `<?xml version="1.0"?><scan:ScannerCapabilities xmlns:scan="s" xmlns:pwg="p"><pwg:MakeAndModel>Kyocera ECOSYS M2040dn</pwg:MakeAndModel>${inside}</scan:ScannerCapabilities>`;
const status = (inside: string) => readStatus(`<s:ScannerStatus>${inside}</s:ScannerStatus>`);

describe('eSCL messages', () => {
  it('reads what a multi-function printer can do, square resolutions only', () => {
    const { makeAndModel, sources } = readCapabilities(
      capabilities(`
        <scan:Platen><scan:PlatenInputCaps>${caps(step(600) + step(200, 100) + step(300))}</scan:PlatenInputCaps></scan:Platen>
        <scan:Adf><scan:AdfSimplexInputCaps>${caps(step(200))}</scan:AdfSimplexInputCaps></scan:Adf>`),
    );
    expect(makeAndModel).toBe('Kyocera ECOSYS M2040dn');
    expect(sources).toMatchObject([
      {
        source: 'Platen',
        resolutions: [300, 600],
        maxWidth: 2551,
        maxHeight: 3508,
        formats: ['image/jpeg'],
        colorModes: ['Grayscale8', 'RGB24'],
      },
      expect.objectContaining({ source: 'Feeder', resolutions: [200] }),
    ]);
  });

  it('reads a range of resolutions', () => {
    const range = `<scan:ResolutionRange><scan:XResolutionRange><scan:Min>100</scan:Min><scan:Max>600</scan:Max></scan:XResolutionRange></scan:ResolutionRange>`;
    const { sources } = readCapabilities(
      capabilities(`<scan:Platen><scan:PlatenInputCaps>${caps(range)}</scan:PlatenInputCaps></scan:Platen>`),
    );
    expect(sources[0]?.resolutions).toEqual([100, 150, 200, 300, 400, 600]);
  });

  it.each([
    ['no XML', 'hello'],
    ['another root', '<a/>'],
    ['no source', capabilities('')],
    [
      'a source without resolutions',
      capabilities(`<P:Platen><PlatenInputCaps>${caps('')}</PlatenInputCaps></P:Platen>`),
    ],
  ])('refuses capabilities that are %s', (_, xml) => {
    expect(() => readCapabilities(xml)).toThrow(expect.objectContaining({ code: 'device/protocol' }));
  });

  it.each<[string, string, string | null, object?]>([
    ['<p:State>Idle</p:State>', 'idle', null],
    ['<p:State>Processing</p:State>', 'busy', null],
    [
      '<p:State>Idle</p:State><s:AdfState>ScannerAdfEmpty</s:AdfState>',
      'idle',
      null,
      { loaded: false, fault: null },
    ],
    [
      '<p:State>Idle</p:State><s:AdfState>ScannerAdfLoaded</s:AdfState>',
      'idle',
      null,
      { loaded: true, fault: null },
    ],
    [
      '<p:State>Idle</p:State><s:AdfState>ScannerAdfJam</s:AdfState>',
      'idle',
      null,
      { loaded: false, fault: 'device/jam' },
    ],
    [
      '<p:State>Idle</p:State><p:StateReasons><p:StateReason>MediaEmpty</p:StateReason></p:StateReasons>',
      'idle',
      'device/no-document',
    ],
    [
      '<p:State>Stopped</p:State><s:AdfState>ScannerAdfJam</s:AdfState>',
      'stopped',
      'device/jam',
      { loaded: false, fault: 'device/jam' },
    ],
    [
      '<p:State>Stopped</p:State><s:AdfState>ScannerAdfDoorOpen</s:AdfState>',
      'stopped',
      'device/cover-open',
      { loaded: false, fault: 'device/cover-open' },
    ],
    [
      '<p:State>Stopped</p:State><p:StateReasons><p:StateReason>cover-open</p:StateReason></p:StateReasons>',
      'stopped',
      'device/cover-open',
    ],
    ['<p:State>Down</p:State>', 'stopped', 'device/failed'],
  ])('reads the state %s', (xml, state, fault, feeder) => {
    expect(status(xml)).toEqual({ state, fault, feeder: feeder ?? null });
  });

  it('writes settings another reader of XML understands', () => {
    const root = readXml(
      writeScanSettings({
        source: 'Platen',
        dotsPerInch: 300,
        colorMode: 'RGB24',
        format: 'image/jpeg',
        width: 1476,
        height: 1039,
      }),
    )!;
    expect(root.name).toBe('ScanSettings');
    expect(textOf(find(root, 'ScanRegions', 'ScanRegion', 'Width'))).toBe('1476');
    expect(textOf(find(root, 'XResolution'))).toBe('300');
  });
});
