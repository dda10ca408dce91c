import {
  ChipError,
  type ChipReading,
  type ChipVerification,
  type Portrait,
  type PortraitDecoder,
  readDg1,
  readDg2,
  readDg11,
  readDg12,
} from '../../host/documents/chip/index.ts';

type Answer = Readonly<Record<string, unknown>>;

/** What `read` makes of a file, or why it makes nothing. */
function understood<T>(
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

/** The first face of DG2 as a picture; null when there is none that can be shown. */
export async function portraitOf(reading: ChipReading, decoder: PortraitDecoder): Promise<Portrait | null> {
  const file = reading.dataGroups.get(2);
  if (!file) return null;
  try {
    const [face] = readDg2(file);
    return face ? await decoder.decode(face.image) : null;
  } catch (error) {
    if (error instanceof ChipError) return null;
    throw error;
  }
}

/** Everything a command tells of a chip it read: checks first, then what the files say. */
export function chipReport(
  reading: ChipReading,
  { checks, steps }: ChipVerification,
  portrait: Portrait | null,
): Answer {
  const { dataGroups, unreadable, figures } = reading;
  return {
    outcome: 'read',
    checks,
    steps,
    files: Object.fromEntries([...dataGroups].map(([group, file]) => [`DG${group}`, file.length])),
    unreadable: Object.fromEntries([...unreadable].map(([group, code]) => [`DG${group}`, code])),
    document: {
      dg1: understood(dataGroups.get(1), readDg1),
      dg11: understood(dataGroups.get(11), readDg11),
      dg12: understood(dataGroups.get(12), readDg12),
      portrait: portrait && {
        mediaType: portrait.mediaType,
        width: portrait.width,
        height: portrait.height,
        source: portrait.source,
      },
    },
    figures,
  };
}

/** File names of what was read, with the octets as the chip gave them. */
export function filesToKeep(reading: ChipReading, portrait: Portrait | null): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const add = (name: string, octets: Uint8Array | null) => octets && files.set(`${name}.bin`, octets);
  add('EF_CardAccess', reading.cardAccess);
  add('EF_CardSecurity', reading.cardSecurity);
  add('EF_COM', reading.com);
  add('EF_SOD', reading.sod);
  for (const [group, file] of reading.dataGroups) add(`EF_DG${group}`, file);
  if (portrait)
    files.set(portrait.mediaType === 'image/png' ? 'portrait.png' : 'portrait.jpg', portrait.bytes);
  return files;
}
