import { type MrzResult, parseMrz } from '../mrz/index.ts';
import { decodeC40 } from './c40.ts';
import type { NotVds, PayloadSpan, Vds, VdsFeature } from './types.ts';
import { MAGIC, readVdsHeaders, toHex, type VdsHeader } from './vds-header.ts';
import { type FeatureCoding, VDS_TYPES } from './vds-types.ts';

const SIGNATURE_TAG = 0xff;
/** More than the largest Data Matrix, Aztec or QR symbol holds. */
const LONGEST = 4_296;

interface Tlv {
  readonly tag: number;
  readonly span: PayloadSpan;
}

/**
 * Tag, length, value, up to the end of the bytes; `undefined` when they break off. Lengths of 128 and more are
 * written as in DER, or by older signers in one byte (`plain`).
 */
function readTlvs(bytes: Uint8Array, from: number, plain: boolean): Tlv[] | undefined {
  const list: Tlv[] = [];
  let at = from;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1];
    let start = at + 2;
    if (length === undefined) return undefined;
    if (length >= 0x80 && !plain) {
      const count = length - 0x80;
      if (count < 1 || count > 2) return undefined;
      length = bytes.subarray(start, start + count).reduce((sum, byte) => sum * 256 + byte, 0);
      start += count;
    }
    const end = start + length;
    if (end > bytes.length) return undefined;
    list.push({ tag, span: { start, end } });
    at = end;
  }
  return list;
}

/** Characters of the two lines a zone feature holds. */
const ZONES: Readonly<Partial<Record<FeatureCoding, readonly [number, number]>>> = {
  'mrz-36-36': [36, 36],
  'mrz-44-28': [44, 28],
  'mrz-36-28': [36, 28],
};

function zoneLines(bytes: Uint8Array, coding: FeatureCoding): string[] | undefined {
  const lengths = ZONES[coding];
  const text = decodeC40(bytes)?.replaceAll(' ', '<');
  if (!lengths || text === undefined) return undefined;
  const [upper, lower] = lengths;
  const padded = text.padEnd(upper + lower, '<');
  return [padded.slice(0, upper), padded.slice(upper, upper + lower)];
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function textOf(bytes: Uint8Array, coding: FeatureCoding): string | null {
  if (coding === 'bytes') return null;
  if (coding === 'utf8') return utf8(bytes);
  if (coding === 'c40') return decodeC40(bytes) ?? null;
  return zoneLines(bytes, coding)?.join('\n') ?? null;
}

interface Zone {
  readonly mrz: MrzResult;
  readonly cut: boolean;
}

/** A visa's second line is written up to its expiry date; the optional data left out comes back as fillers. */
function zoneOf(bytes: Uint8Array, coding: FeatureCoding, today: Date | undefined): Zone | undefined {
  const lines = zoneLines(bytes, coding);
  if (!lines) return undefined;
  const [upper = '', lower = ''] = lines;
  return {
    mrz: parseMrz([upper, lower.padEnd(upper.length, '<')], today && { today }),
    cut: lower.length < upper.length,
  };
}

function assemble(bytes: Uint8Array, header: VdsHeader, tlvs: readonly Tlv[], today?: Date): Vds {
  const { end: _end, ...rest } = header;
  const type = VDS_TYPES[header.documentTypeReference];
  const value = ({ span }: Tlv): Uint8Array => bytes.subarray(span.start, span.end);
  const features: VdsFeature[] = [];
  let zone: Zone | undefined;
  for (const tlv of tlvs.slice(0, -1)) {
    const known = type?.features.get(tlv.tag);
    const raw = value(tlv);
    features.push({
      tag: tlv.tag,
      raw: toHex(raw),
      span: tlv.span,
      name: known?.name ?? null,
      text: known ? textOf(raw, known.coding) : null,
    });
    if (known) zone ??= zoneOf(raw, known.coding, today);
  }
  const signature = tlvs.at(-1)!;
  return {
    kind: 'vds',
    ...rest,
    documentType: type?.name ?? null,
    features,
    mrz: zone?.mrz ?? null,
    mrzCut: zone?.cut ?? false,
    signature: { raw: toHex(value(signature)), span: signature.span, outcome: 'not-checked' },
  };
}

/**
 * Reads an ICAO visible digital seal (Doc 9303-13 §2): header, features, signature. The signature is kept as it is
 * written and not verified. Pure but for the clock behind `today`, which settles the zone's centuries; never throws.
 */
export function readVds(bytes: Uint8Array, options: { readonly today?: Date } = {}): Vds | NotVds {
  const none = (reason: NotVds['reason']): NotVds => ({ kind: 'not-vds', reason });
  if (bytes[0] !== MAGIC) return none('magic');
  if (bytes.length > LONGEST) return none('length');
  const headers = readVdsHeaders(bytes);
  if (headers === 'version') return none('version');
  if (headers.length === 0) return none('header');
  let reason: NotVds['reason'] = 'features';
  const readings = [false, true].flatMap((plain) => headers.map((header) => ({ header, plain })));
  for (const { header, plain } of readings) {
    const tlvs = readTlvs(bytes, header.end, plain);
    if (!tlvs) continue;
    const signed = tlvs.findIndex((one) => one.tag === SIGNATURE_TAG);
    if (signed >= 0 && signed === tlvs.length - 1) return assemble(bytes, header, tlvs, options.today);
    reason = 'signature';
  }
  return none(reason);
}
