import {
  type ChipReading,
  type PortraitDecoder,
  portraitIn,
  readDg1,
  readDg11,
  understood,
} from '../documents/chip/index.ts';
import type { ChipProof, Faces } from '../ports.ts';
import type { Vault } from '../vault/index.ts';
import type { HostCommand, Visit } from '../visit/index.ts';

export interface FindingsPorts {
  vault: Vault;
  faces: Faces;
  proof: ChipProof;
  decoder: PortraitDecoder;
}

/** In place of a data group's number: EF.SOD, which the others are verified by. */
const SECURITY_OBJECT = 0;
const LONGEST_NAME = 200;

/**
 * What a reading of a chip brings to the visit: judged, its portrait and, where the profile keeps them, its files in the vault
 * under the visit's key.
 * @throws VaultError, CodedError `chip-proof/...` when nobody could judge it
 */
export async function chipFindings(
  id: string,
  visit: Visit,
  reading: ChipReading,
  printed: readonly string[] | null,
  ports: FindingsPorts & { now: number },
): Promise<Extract<HostCommand, { type: 'chip.read' }>> {
  const { vault, proof, now } = ports;
  const checks = await proof.judge(reading, printed);
  const dg1 = reading.dataGroups.get(1);
  const zone = dg1 && understood(() => readDg1(dg1).lines);
  const portrait = await portraitOf(reading, ports);
  const portraitRef = portrait && (await vault.putImage(id, portrait.bytes, portrait.mediaType));
  const files: { group: number; ref: string }[] = [];
  if (visit.profile.keepChipFiles) {
    const all = [...reading.dataGroups];
    if (reading.sod) all.push([SECURITY_OBJECT, reading.sod]);
    for (const [group, bytes] of all)
      files.push({ group, ref: await vault.putImage(id, bytes, 'application/octet-stream') });
  }
  return {
    type: 'chip.read',
    at: now,
    checks: [...checks, ...(portrait?.checks ?? [])],
    zone: zone ? [...zone] : null,
    names: namesIn(reading),
    portraitRef,
    files,
  };
}

/** The face in DG2 as a picture, with what is said of its quality; null where no face can be seen. */
async function portraitOf(reading: ChipReading, { decoder, faces }: FindingsPorts) {
  const picture = await portraitIn(reading.dataGroups.get(2), decoder);
  if (!picture) return null;
  // A face engine that is down says nothing against the portrait.
  const seen = await faces.portrait(picture.bytes).catch(() => ({ checks: [] }));
  return 'missing' in seen ? null : { ...picture, checks: seen.checks };
}

/** The holder's name in the state's own characters, primary and secondary identifier apart (Doc 9303-10 §4.7.11). */
function namesIn(reading: ChipReading): { familyName: string; givenNames: string } | null {
  const dg11 = reading.dataGroups.get(11);
  const full = dg11 && understood(() => readDg11(dg11).fullName);
  if (!full) return null;
  const [familyName = '', givenNames = ''] = full
    .split('<<')
    .map((part) => part.replaceAll('<', ' ').trim().slice(0, LONGEST_NAME));
  return { familyName, givenNames };
}
