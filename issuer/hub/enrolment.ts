import type { z } from 'zod';
import { readText } from '../http/body.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { privateJson } from '../http/reply.ts';
import { randomFrom, sha256 } from '../secrets.ts';
import { digestOf } from '../ticket/index.ts';
import type { HubContext } from './context.ts';
import { formsForKiosks } from './forms.ts';
import type { KioskGrant } from './grant.ts';
import { believeRequest, type KioskRequest, parseBody } from './kiosk-access.ts';
import { enrol, goodCode, type KioskRecord, offerEnrolment, renewLease, saveTerms } from './kiosk-steps.ts';
import { type Charter, enrolmentRequest, leaseRequest } from './protocol.ts';

const DAY = 86_400_000;
/** Without characters that look like others; 80 bits, in groups that can be read out. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUPS = 4;
const GROUP = 4;
const LONGEST_NAME = 60;
/** Bytes: the longest list of checks, and room. */
const MAX_ENROLMENT_BODY = 32_768;

const codeHash = (code: string) => sha256(`enrolment ${code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`);

export interface EnrolmentOrder {
  name: string;
  grant: KioskGrant;
  /** Hours the code is good for; 24 when not given. */
  hours?: number;
}

/** Makes a code that enrols one kiosk, once. Only its hash is kept. */
export async function createEnrolment(
  hub: HubContext,
  { name, grant, hours = 24 }: EnrolmentOrder,
): Promise<{ code: string; expiresAt: number }> {
  const letters = randomFrom(LETTERS, GROUPS * GROUP, hub.random);
  const code = letters.match(/.{4}/g)!.join('-');
  const createdAt = hub.clock();
  const expiresAt = createdAt + Math.round(hours * 3_600_000);
  const made = { codeHash: codeHash(code), name: name.slice(0, LONGEST_NAME), grant, createdAt, expiresAt };
  await hub.driver.run(() => offerEnrolment(made));
  return { code, expiresAt };
}

export function parseRequest<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new ProtocolError(400, 'invalid_request', `the request is not of its form: ${where}`);
  }
  return parsed.data;
}

/** Remembers what the kiosk's tickets will leave out, and says what the kiosk has to know. */
async function charterOf(
  hub: HubContext,
  kiosk: KioskRecord,
  { profile: id, checks }: { profile: string; checks: readonly string[] },
  leaseUntil: number,
): Promise<Charter> {
  const profile = hub.profiles.get(id);
  if (profile === undefined)
    throw new ProtocolError(400, 'unknown_profile', 'the hub has no such credential profile');
  const digest = Buffer.from(digestOf({ profile, checks })).toString('hex');
  await hub.driver.run(() => saveTerms(kiosk.kiosk, { digest, profile: id, checks }));
  const now = hub.clock();
  return {
    kiosk: kiosk.kiosk,
    name: kiosk.name,
    hub: hub.url,
    issuer: hub.issuer.issuerUrl,
    test_only: hub.testOnly,
    ticket_keys: await hub.ticketKeys.published(now),
    profile: { id, digest },
    grant: kiosk.grant,
    orders: true,
    forms: formsForKiosks(hub).map(({ configurationId, variant, name }) => ({
      configuration_id: configurationId,
      variant,
      name,
    })),
    lease_until: leaseUntil,
    now,
  };
}

/** A kiosk with a code and a key of its own becomes one of the hub's. Asked again with both, it gets the same answer. */
export async function enrolEndpoint(hub: HubContext, request: Request): Promise<Response> {
  const text = await readText(request, MAX_ENROLMENT_BODY);
  const body = parseRequest(enrolmentRequest, parseBody(text));
  const publicKey = new Uint8Array(Buffer.from(body.public_key, 'base64url'));
  const hash = codeHash(body.code);
  const invalid = () => new ProtocolError(403, 'invalid_code', 'the enrolment code is unknown, used or over');
  // Anybody can sign with a key of their own: without a code nothing is written, not even that they asked.
  if (!(await hub.driver.run(() => goodCode(hash, publicKey, hub.clock())))) throw invalid();
  await believeRequest(hub, request, publicKey, text);
  const profile = hub.profiles.get(body.profile);
  if (profile === undefined)
    throw new ProtocolError(400, 'unknown_profile', 'the hub has no such credential profile');
  const digest = Buffer.from(digestOf({ profile, checks: body.checks })).toString('hex');
  if (body.digest !== undefined && body.digest !== digest)
    throw new ProtocolError(409, 'other_terms', 'the credential profile of the hub is another');
  const kiosk = await hub.driver.run(() => enrol(hash, publicKey, hub.clock()));
  if (kiosk === null) throw invalid();
  if (kiosk.blockedAt !== null) throw new ProtocolError(403, 'kiosk_revoked', 'this kiosk was revoked');
  return privateJson(await charterOf(hub, kiosk, body, kiosk.leaseUntil), 201);
}

/** The kiosk is in touch: its lease grows, and it hears of new keys and of what it is allowed now. */
export async function leaseEndpoint(hub: HubContext, { kiosk, body }: KioskRequest): Promise<Response> {
  const terms = parseRequest(leaseRequest, body);
  const now = hub.clock();
  const until = now + kiosk.grant.leaseDays * DAY;
  const charter = await charterOf(hub, kiosk, terms, until);
  await hub.driver.run(() => renewLease(kiosk.kiosk, Math.floor(until), now));
  return privateJson(charter);
}
