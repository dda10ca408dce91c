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
  /** It reads both sides. */
  duplex: boolean;
  /** Square resolutions in dots per inch, rising. */
  resolutions: number[];
  /** In 1/300 inch. */
  maxWidth: number;
  maxHeight: number;
  formats: string[];
  /** Formats that are asked for by the newer of the two elements (eSCL 2.1). */
  extended: string[];
  colorModes: string[];
}

export interface EsclStatus {
  state: 'idle' | 'busy' | 'stopped';
  /** What a person has to see to before anything is scanned. */
  fault: EsclFault | null;
  /** The feeder, where there is one; its faults do not keep the flat bed from scanning. */
  feeder: { loaded: boolean; fault: EsclFault | null } | null;
}

export type EsclFault = 'device/cover-open' | 'device/jam' | 'device/no-document' | 'device/failed';

/** Reads ScannerCapabilities (Mopria eSCL Technical Specification). @throws DeviceError `device/protocol` */
export function readCapabilities(xml: string): EsclCapabilities {
  const root = rootOf(xml, 'ScannerCapabilities');
  const sources = [
    sourceOf('Platen', find(root, 'Platen', 'PlatenInputCaps')),
    sourceOf('Feeder', find(root, 'Adf', 'AdfSimplexInputCaps')),
    sourceOf('Feeder', find(root, 'Adf', 'AdfDuplexInputCaps'), true),
  ].filter((source) => source !== null);
  if (sources.length === 0) throw new DeviceError('device/protocol', 'the scanner names no source');
  return { makeAndModel: textOf(find(root, 'MakeAndModel')).slice(0, 120), sources };
}

/** Reads ScannerStatus (Mopria eSCL Technical Specification). @throws DeviceError `device/protocol` */
export function readStatus(xml: string): EsclStatus {
  const root = rootOf(xml, 'ScannerStatus');
  const state = textOf(find(root, 'State'));
  const stopped = state === 'Stopped' || state === 'Down';
  const adf = textOf(find(root, 'AdfState'));
  const feeder = adf ? { loaded: /Loaded|Processing/.test(adf), fault: faultOfReasons([adf]) } : null;
  const reasons = findAll(find(root, 'StateReasons') ?? empty, 'StateReason').map(textOf);
  const named = faultOfReasons(reasons) ?? (stopped ? (feeder?.fault ?? 'device/failed') : null);
  // An empty feeder is how a feeder waits.
  if (feeder?.fault === 'device/no-document') feeder.fault = null;
  return { state: stopped ? 'stopped' : state === 'Idle' ? 'idle' : 'busy', fault: named, feeder };
}

function faultOfReasons(reasons: readonly string[]): EsclFault | null {
  const plain = reasons.map((reason) => reason.toLowerCase().replaceAll(/[^a-z]/g, ''));
  const has = (...parts: string[]) => plain.some((reason) => parts.some((part) => reason.includes(part)));
  if (has('dooropen', 'coveropen', 'hatchopen', 'interlockopen')) return 'device/cover-open';
  if (has('jam', 'mispick', 'multipick', 'duplicatepage')) return 'device/jam';
  if (has('mediaempty', 'adfempty')) return 'device/no-document';
  return has('traymissing', 'inputtrayfailed', 'overloaded') ? 'device/failed' : null;
}

export interface ScanSettings {
  source: InputSource;
  duplex?: boolean;
  dotsPerInch: number;
  colorMode: string;
  format: string;
  /** The format is asked for by the newer element as well. */
  extended?: boolean;
  width: number;
  height: number;
}

/** ScanSettings in the order every traced client sends them; some firmware reads the elements by position. */
export function writeScanSettings(settings: ScanSettings): string {
  const { source, duplex, dotsPerInch, colorMode, format, extended, width, height } = settings;
  const further = [
    ...(extended ? [`<scan:DocumentFormatExt>${format}</scan:DocumentFormatExt>`] : []),
    ...(duplex ? ['<scan:Duplex>true</scan:Duplex>'] : []),
  ].map((element) => `\n  ${element}`);
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
  <pwg:DocumentFormat>${format}</pwg:DocumentFormat>${further.join('')}
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

function sourceOf(source: InputSource, caps: XmlElement | undefined, duplex = false): EsclSource | null {
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
    duplex,
    resolutions,
    maxWidth,
    maxHeight,
    formats: [...new Set([...unique('DocumentFormat'), ...unique('DocumentFormatExt')])],
    extended: unique('DocumentFormatExt'),
    colorModes: unique('ColorMode'),
  };
}

function wholeNumber(element: XmlElement | undefined): number {
  const value = Number(textOf(element));
  return Number.isInteger(value) && value > 0 && value < 1_000_000 ? value : 0;
}
