import type { PageReading } from '../documents/page/index.ts';
import type { Faces, Pages, Readers } from '../ports.ts';
import type { Vault } from '../vault/index.ts';
import type { HostCommand, PageReadBody, ScannedPage, Visit } from '../visit/index.ts';
import { readyDevice } from './live.ts';

interface PagePorts {
  vault: Vault;
  readers: Readers;
  pages: Pages;
  faces: Faces;
}

/** Notes a failure and gives its code; throws it on when the work is to be done again. */
type Failed = (error: unknown) => string;

const dotsPerInch = 300;

/** Has the scanner take a picture of the side that lies on it. */
export async function scanPage(id: string, { readers, vault }: PagePorts): Promise<HostCommand> {
  const scanner = readyDevice(readers.devices(), 'page-scanner');
  if (!scanner) return { type: 'page.not-scanned', reason: 'no-scanner' };
  const read = await readers.scan(scanner.id, dotsPerInch);
  if (read.reading.kind !== 'image') return { type: 'page.not-scanned', reason: 'no-image' };
  const { bytes, mediaType } = read.reading;
  const ref = await vault.putImage(id, bytes, mediaType);
  return {
    type: 'page.scanned',
    source: read.source,
    ref,
    mediaType,
    dotsPerInch: read.reading.dotsPerInch,
  };
}

/** Examines the side scanned last. What cannot be examined is a side that says nothing, and the visit goes on. */
export async function readPage(
  id: string,
  visit: Visit,
  { vault, pages }: PagePorts,
  failed: Failed,
): Promise<HostCommand> {
  const page = visit.document?.pages.at(-1);
  const ref = page?.ref ?? '';
  try {
    const { bytes } = await vault.getImage(id, ref);
    const reading = await pages.read(bytes, new Date(visit.document?.at ?? 0));
    const { upright } = reading;
    const uprightRef = upright && (await vault.putImage(id, upright.bytes, 'image/jpeg'));
    return { type: 'page.read', page: ref, uprightRef, ...bodyOf(reading) };
  } catch (error) {
    failed(error);
    return { type: 'page.read', page: ref, uprightRef: null, ...unreadable };
  }
}

type Findings = Omit<PageReadBody, 'page' | 'uprightRef'>;

const unreadable: Findings = {
  zone: null,
  barcodes: [],
  problem: 'unreadable',
  quality: { sharpness: 0, glare: 0, dotsPerInch: 0 },
  certain: false,
  portraitWindow: null,
};

function bodyOf({ zone, barcodes, upright, problem, quality }: PageReading): Findings {
  return {
    zone: zone && {
      outcome: zone.outcome,
      // What was guessed is not kept.
      lines: zone.outcome === 'unreadable' ? [] : [...zone.lines],
      repairs: zone.repairs.map((repair) => ({ ...repair })),
      confidence: zone.confidence,
      reason: zone.reason,
    },
    barcodes: barcodes.map(({ symbology, text, bytes }) => ({
      symbology,
      text,
      bytes: Buffer.from(bytes).toString('base64'),
    })),
    problem,
    quality,
    certain: upright?.certain ?? false,
    portraitWindow: upright?.portraitWindow ?? null,
  };
}

const quarters = [0, 90, 180, 270] as const;

/**
 * Looks for the portrait on the side scanned last: where the zone's geometry has it, then on the whole side. A side that
 * nothing says the upright edge of is turned until a face stands on it, and kept as it stands then.
 */
export async function cropPortrait(
  id: string,
  visit: Visit,
  { vault, pages, faces }: PagePorts,
  failed: Failed,
): Promise<HostCommand> {
  const page = visit.document?.pages.at(-1);
  if (!page) return { type: 'portrait.missing', reason: 'no-page' };
  const { bytes: side } = await vault.getImage(id, page.uprightRef ?? page.ref);
  const inWindow = await fromWindow(page, side, { pages, faces }, failed);
  if (inWindow) return keep(inWindow, null);
  let reason = 'no-face';
  for (const quarter of turnsOf(page)) {
    const turned = quarter === 0 ? side : await pages.turn(side, quarter);
    const found = await faces.portrait(turned);
    if ('portrait' in found) return keep(found, quarter === 0 ? null : turned);
    if (quarter === 0) reason = found.missing;
  }
  return { type: 'portrait.missing', reason };

  async function keep({ portrait, checks }: Portrait, turned: Uint8Array | null): Promise<HostCommand> {
    const ref = await vault.putImage(id, portrait, 'image/jpeg');
    const uprightRef = turned && (await vault.putImage(id, turned, 'image/jpeg'));
    return { type: 'portrait.cropped', ref, checks, uprightRef };
  }
}

type Portrait = Extract<Awaited<ReturnType<Faces['portrait']>>, { portrait: Uint8Array }>;

/** A picture that could not be examined is not turned either: whatever broke on it would again. */
function turnsOf({ findings, uprightRef }: ScannedPage): readonly (0 | 90 | 180 | 270)[] {
  return findings && !findings.certain && uprightRef !== null ? quarters : [0];
}

/** A card's second, smaller portrait, and whatever else looks like a face, lies outside of the window. */
async function fromWindow(
  { findings }: ScannedPage,
  side: Uint8Array,
  { pages, faces }: Pick<PagePorts, 'pages' | 'faces'>,
  failed: Failed,
): Promise<Portrait | null> {
  if (!findings?.portraitWindow) return null;
  try {
    const found = await faces.portrait(await pages.cut(side, findings.portraitWindow));
    return 'portrait' in found ? found : null;
  } catch (error) {
    failed(error);
    return null;
  }
}
