import { DeviceError } from '../../errors.ts';
import { find, findAll, readXml, textOf, type XmlElement } from './xml.ts';

export type InputSource = 'Platen' | 'Feeder';

export interface EsclCapabilities {
  makeAndModel: string;
  /** The sources it has, the flat bed first. */
  sources: EsclSource[];
}

export interface EsclSource {
  source: InputSource;
  /** Square resolutions in dots per inch, rising. */
  resolutions: number[];
  /** In 1/300 inch. */
  maxWidth: number;
  maxHeight: number;
  formats: string[];
  colorModes: string[];
}

export interface EsclStatus {
  state: 'idle' | 'busy' | 'stopped';
  /** What a person has to see to, if anything. */
  fault: 'device/cover-open' | 'device/jam' | 'device/no-document' | 'device/failed' | null;
}

/** Reads ScannerCapabilities (Mopria eSCL Technical Specification). @throws DeviceError `device/protocol` */
export function readCapabilities(xml: string): EsclCapabilities {
  const root = rootOf(xml, 'ScannerCapabilities');
  const sources = [
    sourceOf('Platen', find(root, 'Platen', 'PlatenInputCaps')),
    sourceOf('Feeder', find(root, 'Adf', 'AdfSimplexInputCaps')),
  ].filter((source) => source !== null);
  if (sources.length === 0) throw new DeviceError('device/protocol', 'the scanner names no source');
  return { makeAndModel: textOf(find(root, 'MakeAndModel')).slice(0, 120), sources };
}

/** Reads ScannerStatus (Mopria eSCL Technical Specification). @throws DeviceError `device/protocol` */
export function readStatus(xml: string): EsclStatus {
  const root = rootOf(xml, 'ScannerStatus');
  const reasons = [
    textOf(find(root, 'AdfState')),
    ...findAll(find(root, 'StateReasons') ?? empty, 'StateReason').map(textOf),
  ].map((reason) => reason.toLowerCase().replaceAll(/[^a-z]/g, ''));
  const has = (...parts: string[]) => reasons.some((reason) => parts.some((part) => reason.includes(part)));
  const state = textOf(find(root, 'State'));
  const stopped = state === 'Stopped' || state === 'Down';
  const fault = has('dooropen', 'coveropen', 'hatchopen', 'interlockopen')
    ? 'device/cover-open'
    : has('jam', 'mispick', 'multipick')
      ? 'device/jam'
      : has('mediaempty', 'scanneradfempty')
        ? 'device/no-document'
        : stopped
          ? 'device/failed'
          : null;
  return { state: stopped ? 'stopped' : state === 'Idle' ? 'idle' : 'busy', fault };
}

export interface ScanSettings {
  source: InputSource;
  dotsPerInch: number;
  colorMode: string;
  format: string;
  width: number;
  height: number;
}

/** ScanSettings in the order every traced client sends them; some firmware reads the elements by position. */
export function writeScanSettings(settings: ScanSettings): string {
  const { source, dotsPerInch, colorMode, format, width, height } = settings;
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">
  <pwg:Version>2.0</pwg:Version>
  <pwg:ScanRegions>
    <pwg:ScanRegion>
      <pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>
      <pwg:XOffset>0</pwg:XOffset>
      <pwg:YOffset>0</pwg:YOffset>
      <pwg:Width>${width}</pwg:Width>
      <pwg:Height>${height}</pwg:Height>
    </pwg:ScanRegion>
  </pwg:ScanRegions>
  <pwg:InputSource>${source}</pwg:InputSource>
  <scan:ColorMode>${colorMode}</scan:ColorMode>
  <pwg:DocumentFormat>${format}</pwg:DocumentFormat>
  <scan:XResolution>${dotsPerInch}</scan:XResolution>
  <scan:YResolution>${dotsPerInch}</scan:YResolution>
</scan:ScanSettings>
`;
}

const empty: XmlElement = { name: '', text: '', children: [] };

function rootOf(xml: string, name: string): XmlElement {
  const root = readXml(xml);
  if (root?.name !== name) throw new DeviceError('device/protocol', `the scanner sent no ${name}`);
  return root;
}

function sourceOf(source: InputSource, caps: XmlElement | undefined): EsclSource | null {
  if (!caps) return null;
  const square = findAll(caps, 'DiscreteResolution')
    .filter((one) => textOf(find(one, 'XResolution')) === textOf(find(one, 'YResolution')))
    .map((one) => wholeNumber(find(one, 'XResolution')));
  const range = find(findAll(caps, 'ResolutionRange')[0], 'XResolutionRange');
  const spread = range
    ? [75, 100, 150, 200, 300, 400, 600, 1200].filter(
        (dpi) => dpi >= wholeNumber(find(range, 'Min')) && dpi <= wholeNumber(find(range, 'Max')),
      )
    : [];
  const resolutions = [...new Set([...square, ...spread])].filter((dpi) => dpi > 0).sort((a, b) => a - b);
  const maxWidth = wholeNumber(find(caps, 'MaxWidth'));
  const maxHeight = wholeNumber(find(caps, 'MaxHeight'));
  if (resolutions.length === 0 || maxWidth === 0 || maxHeight === 0) return null;
  const unique = (name: string) => [...new Set(findAll(caps, name).map(textOf))];
  return {
    source,
    resolutions,
    maxWidth,
    maxHeight,
    formats: [...new Set([...unique('DocumentFormat'), ...unique('DocumentFormatExt')])],
    colorModes: unique('ColorMode'),
  };
}

function wholeNumber(element: XmlElement | undefined): number {
  const value = Number(textOf(element));
  return Number.isInteger(value) && value > 0 && value < 1_000_000 ? value : 0;
}
