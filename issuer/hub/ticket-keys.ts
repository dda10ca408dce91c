import { z } from 'zod';
import { newHubKeyPair } from '../ticket/index.ts';
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

  /** A new key goes first; of the others the newest stays, for the kiosks that have not heard of the new one. */
  async rotate(now: number): Promise<void> {
    const [current] = await this.#all(now);
    const next = await newKey((current!.id + 1) % IDS, now);
    await this.#secrets.save(NAME, [next, current]);
  }

  async #all(now: number): Promise<KeptKey[]> {
    return kept.parse(await this.#secrets.loadOrMake(NAME, async () => [await newKey(1, now)]));
  }
}
