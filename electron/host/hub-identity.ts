import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CredentialProfile } from '../../issuer/index.ts';
import { hubWays } from './credentials/index.ts';
import { allChecks } from './visit/index.ts';

const { joinHub, KioskHubError, Membership, mintForVisit } = hubWays;

/** A membership in a file of its own, for programs and tests that stand in for a kiosk; a kiosk's is in its vault. */
function fileStore(file: string): hubWays.MembershipStore {
  return {
    async load() {
      try {
        return JSON.parse(await readFile(file, 'utf8'));
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw new KioskHubError('kiosk-hub/state', 'the identity file cannot be read', { cause });
      }
    },
    async save(value) {
      const next = `${file}.next`;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(next, JSON.stringify(value), { mode: 0o600, flush: true });
      await rename(next, file);
    },
  };
}

/**
 * Joins a hub with an identity in a file.
 * @returns the kiosk's number
 * @throws KioskHubError
 */
export async function joinWithFile(
  file: string,
  { url, code, profile }: { url: string; code: string; profile: CredentialProfile },
): Promise<number> {
  const membership = await Membership.open(fileStore(file));
  await joinHub({ url, code, terms: { profile, checks: allChecks }, membership, now: Date.now });
  return membership.state.charter.kiosk;
}

/**
 * Makes a ticket with such an identity. It has no log, so the hub never makes its credential final.
 * @throws KioskHubError; TicketError when the claims are not the profile's
 */
export async function mintWithFile(
  file: string,
  order: { claims: Record<string, unknown>; txCode: boolean; subjectRef: string },
  profile: CredentialProfile,
) {
  const membership = await Membership.open(fileStore(file));
  const session = { membership, terms: { profile, checks: allChecks }, now: Date.now };
  return mintForVisit({ session, logHead: async () => '00'.repeat(32) }, order);
}
