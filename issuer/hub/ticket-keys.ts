import { z } from 'zod';
import { newHubKeyPair } from '../ticket/index.ts';
import { HubError } from './errors.ts';
import type { SealedSecrets } from './sealed-secrets.ts';

const NAME = 'ticket-keys';
/** Tickets name their key with one byte. */
const IDS = 256;

const kept = z.array(
  z.object({
    id: z.int().min(0).max(255),
    publicKey: z.string(),
    privateKey: z.string(),
    madeAt: z.number(),
  }),
);
type KeptKey = z.infer<typeof kept>[number];

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));

async function newKey(id: number, madeAt: number): Promise<KeptKey> {
  const { publicKey, privateKey } = await newHubKeyPair();
  const text = (raw: Uint8Array) => Buffer.from(raw).toString('base64url');
  return { id, publicKey: text(publicKey), privateKey: text(privateKey), madeAt };
}

/** The keys that tickets are sealed for, the current one first. */
export class TicketKeys {
  readonly #secrets: SealedSecrets;

  constructor(secrets: SealedSecrets) {
    this.#secrets = secrets;
  }

  /** @param now milliseconds since the epoch */
  async published(now: number): Promise<{ id: number; public_key: string }[]> {
    return (await this.#all(now)).map(({ id, publicKey }) => ({ id, public_key: publicKey }));
  }

  /** Raw X25519, or undefined for a key that is not there any more. */
  async privateKey(id: number, now: number): Promise<Uint8Array | undefined> {
    const key = (await this.#all(now)).find((one) => one.id === id);
    return key === undefined ? undefined : bytes(key.privateKey);
  }

  /**
   * A new key goes first; of the others the newest stays, for the kiosks that have not heard of the new one. Of several who
   * do so at once one does.
   * @param neededUntil until when tickets may be brought that were sealed before that time
   * @throws HubError `hub/tickets-outstanding` when those for a key that would go may still be brought
   */
  async rotate(now: number, neededUntil: (made: number) => Promise<number>): Promise<void> {
    const before = await this.#stored(now);
    const [current, previous] = kept.parse(before);
    const until = previous === undefined ? now : await neededUntil(current!.madeAt);
    if (until > now)
      throw new HubError(
        'hub/tickets-outstanding',
        `tickets for the key before may be brought until ${new Date(until).toISOString()}, and could not be opened any more`,
      );
    const next = await newKey((current!.id + 1) % IDS, now);
    await this.#secrets.replace(NAME, before, [next, current]);
  }

  async #all(now: number): Promise<KeptKey[]> {
    return kept.parse(await this.#stored(now));
  }

  #stored(now: number): Promise<unknown> {
    return this.#secrets.loadOrMake(NAME, async () => [await newKey(1, now)]);
  }
}
