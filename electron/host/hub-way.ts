import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { CredentialProfile } from '../../issuer/index.ts';
import { CodedError, type HealthPart } from '../contract/index.ts';
import { type CredentialIssuerPort, hubWays } from './credentials/index.ts';
import type { Vault } from './vault/index.ts';
import { allChecks } from './visit/index.ts';

const { hubOrTicket, joinHub, KioskHubError, Membership, OfferWatch, offlineWay, onlineWay, startAgent } =
  hubWays;

/** In the kiosk's data folder: what `hub join` leaves for the kiosk, which alone can put a key into its vault. */
const JOIN_FILE = 'hub-join.json';
/** What ends a wish: its code is good for nothing any more. */
const SPENT: ReadonlySet<string> = new Set(['kiosk-hub/refused', 'kiosk-hub/revoked']);
const SECRET = 'hub/membership';
const FELL_BACK = 'kiosk-hub/ticket-way';
/** Milliseconds between two questions whether the hub is back. */
const LOOK_MS = 10_000;
const wish = z.object({ url: z.string(), code: z.string() });

/** Leaves word for the kiosk to join a hub when it next looks: at its start, and every minute. */
export async function wishToJoin(dataDirectory: string, url: string, code: string): Promise<void> {
  const next = join(dataDirectory, `${JOIN_FILE}.${randomUUID()}`);
  await writeFile(next, JSON.stringify({ url, code }), { mode: 0o600, flush: true });
  await rename(next, join(dataDirectory, JOIN_FILE));
}

function membershipIn(vault: Vault) {
  return {
    async load(): Promise<unknown> {
      const bytes = await vault.getSecret(SECRET);
      if (!bytes) return null;
      const text = new TextDecoder().decode(bytes);
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    },
    save: (value: unknown) => vault.setSecret(SECRET, new TextEncoder().encode(JSON.stringify(value))),
  };
}

export interface HubWayOptions {
  way: 'hub' | 'offline';
  /** `ticket` makes a ticket where the way is `hub` and the hub gives no answer. */
  fallback?: 'none' | 'ticket';
  /** The hub of the station file. */
  hub: string;
  dataDirectory: string;
  vault: Vault;
  profile: CredentialProfile;
  clock: { now(): number };
  tell: (code: string) => void;
  /** Told when what was told before holds no more. */
  settled?: (code: string) => void;
  /** Milliseconds the hub has to answer before a ticket is made; 4000 when not given. */
  patience?: number;
}

export interface HubWay {
  port: CredentialIssuerPort;
  issuerUrl: string;
  trustAnchorPem: null;
  health(): HealthPart;
  close(): Promise<void>;
}

/** Which way offers go at the moment, since when (milliseconds), and why. */
interface WayInUse {
  way: 'hub' | 'offline';
  since: number;
  reason: string | null;
}

const inUseText = ({ way, since, reason }: WayInUse): string =>
  way === 'hub'
    ? 'offers by the hub'
    : `offline tickets since ${new Date(since).toISOString().slice(11, 16)} UTC (${reason ?? 'unknown'}), until the hub answers`;

/** Offers made at, or for, the organisation's hub; the kiosk is kept in touch with it while there is network. */
export async function startHubWay(options: HubWayOptions): Promise<HubWay> {
  const { way, hub, vault, profile, tell } = options;
  const now = () => options.clock.now();
  const membership = await Membership.open(membershipIn(vault));
  if (membership.enrolled && membership.state.charter.hub !== hub) tell('kiosk-hub/other-hub');
  const terms = { profile, checks: allChecks };
  const session = { membership, terms, now };
  const watch = new OfferWatch(session);
  const file = join(options.dataDirectory, JOIN_FILE);

  /** Does as an operator wished. A wish the hub refuses is forgotten; one that may come true yet is kept. */
  const joinAsWished = async () => {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw new KioskHubError('kiosk-hub/state', 'the wish to join cannot be read', { cause: error });
    });
    if (text === null) return;
    const { url, code } = wish.parse(JSON.parse(text));
    if (url !== hub) throw new KioskHubError('kiosk-hub/other-hub', 'the station file names another hub');
    try {
      await joinHub({ url, code, terms, membership, now });
    } catch (error) {
      if (error instanceof CodedError && SPENT.has(error.code)) await rm(file, { force: true });
      throw error;
    }
    await rm(file, { force: true });
  };

  const withTickets = way === 'hub' && options.fallback === 'ticket';
  let inUse: WayInUse = { way, since: now(), reason: null };
  const use = (next: WayInUse['way'], reason: string | null) => {
    if (next === inUse.way) return;
    inUse = { way: next, since: now(), reason };
    if (next === 'offline') tell(FELL_BACK);
    else options.settled?.(FELL_BACK);
  };
  const away = () => agent.state() === 'out-of-touch' && agent.reason() === 'kiosk-hub/unreachable';
  const onRound = () => {
    if (withTickets && away()) use('offline', agent.reason());
    else if (withTickets && agent.state() === 'in-touch') use('hub', null);
  };
  const agent = startAgent(session, vault, { trouble: tell, join: joinAsWished, onRound });
  void agent.touch();
  const looks = setInterval(() => {
    if (withTickets && inUse.way === 'offline') void agent.touch();
  }, LOOK_MS);
  looks.unref();
  const logHead = async () => (await vault.head()).hash;
  const port = withTickets
    ? hubOrTicket({
        session,
        watch,
        logHead,
        away,
        used(next, reason) {
          use(next, reason);
          // What the agent knows of the hub is as old as a minute.
          if (next === 'offline') void agent.touch();
        },
        trouble: tell,
        ...(options.patience === undefined ? {} : { patience: options.patience }),
      })
    : way === 'hub'
      ? onlineWay(session, watch)
      : offlineWay({ session, watch, logHead });
  return {
    port,
    issuerUrl: `${hub}/open`,
    trustAnchorPem: null,
    health() {
      if (!membership.enrolled)
        return { part: 'issuer', state: 'down', detail: 'this kiosk has not joined its hub' };
      const state = agent.state();
      const test = port.testOnly ? '; the hub signs with its own test certificate' : '';
      if (state === 'revoked') return { part: 'issuer', state: 'down', detail: 'revoked by the hub' };
      if (withTickets) {
        const well = inUse.way === 'hub' && state === 'in-touch' && !port.testOnly;
        const detail = `hub: ${state}; ${inUseText(inUse)}${test}`;
        return { part: 'issuer', state: well ? 'ok' : 'degraded', detail };
      }
      if (state === 'in-touch' || way === 'offline')
        return { part: 'issuer', state: port.testOnly ? 'degraded' : 'ok', detail: `hub: ${state}${test}` };
      return { part: 'issuer', state: 'degraded', detail: `hub: ${state}${test}` };
    },
    async close() {
      clearInterval(looks);
      watch.close();
      await agent.stop();
    },
  };
}
