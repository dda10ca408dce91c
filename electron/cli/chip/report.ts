import {
  ChipError,
  type ChipReading,
  type ChipVerification,
  type Portrait,
  type PortraitDecoder,
  portraitIn,
  readDg1,
  readDg11,
  readDg12,
  signatureIn,
} from '../../host/documents/chip/index.ts';

type Answer = Readonly<Record<string, unknown>>;

/** What `read` makes of a file, or why it makes nothing. */
function contentOf<T>(
  file: Uint8Array | undefined,
  read: (file: Uint8Array) => T,
): T | { error: string } | null {
  if (!file) return null;
  try {
    return read(file);
  } catch (error) {
    if (error instanceof ChipError) return { error: error.code };
    throw error;
  }
}

/** The pictures in a chip, as far as they can be shown. */
export interface Pictures {
  readonly portrait: Portrait | null;
  readonly signature: Portrait | null;
}

export async function picturesOf({ dataGroups }: ChipReading, decoder: PortraitDecoder): Promise<Pictures> {
  return {
    portrait: await portraitIn(dataGroups.get(2), decoder),
    signature: await signatureIn(dataGroups.get(7), decoder),
  };
}

const sizeOf = (picture: Portrait | null) =>
  picture && {
    mediaType: picture.mediaType,
    width: picture.width,
    height: picture.height,
    source: picture.source,
  };

/** Everything a command tells of a chip it read: checks first, then what the files say. */
export function chipReport(
  reading: ChipReading,
  { checks, steps }: ChipVerification,
  { portrait, signature }: Pictures,
): Answer {
  const { dataGroups, unreadable, figures } = reading;
  return {
    outcome: 'read',
    checks,
    steps,
    files: Object.fromEntries([...dataGroups].map(([group, file]) => [`DG${group}`, file.length])),
    unreadable: Object.fromEntries([...unreadable].map(([group, code]) => [`DG${group}`, code])),
    document: {
      dg1: contentOf(dataGroups.get(1), readDg1),
      dg11: contentOf(dataGroups.get(11), readDg11),
      dg12: contentOf(dataGroups.get(12), readDg12),
      portrait: sizeOf(portrait),
      signature: sizeOf(signature),
    },
    figures,
  };
}

/** File names of what was read, with the octets as the chip gave them. */
export function filesToKeep(reading: ChipReading, pictures: Pictures): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const add = (name: string, octets: Uint8Array | null) => octets && files.set(`${name}.bin`, octets);
  add('EF_CardAccess', reading.cardAccess);
  add('EF_CardSecurity', reading.cardSecurity);
  add('EF_COM', reading.com);
  add('EF_SOD', reading.sod);
  for (const [group, file] of reading.dataGroups) add(`EF_DG${group}`, file);
  for (const [name, picture] of Object.entries(pictures) as [string, Portrait | null][])
    if (picture) files.set(`${name}.${picture.mediaType === 'image/png' ? 'png' : 'jpg'}`, picture.bytes);
  return files;
}
