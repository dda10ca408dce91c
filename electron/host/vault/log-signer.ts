import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { ChainWalk, eventEntry } from './chain.ts';
import { type Checkpoint, openCheckpoint, signCheckpoint, verifierKeyOf } from './checkpoint.ts';
import { VaultError } from './errors.ts';
import type { EventLog } from './event-log.ts';
import { MerkleTree } from './merkle.ts';
import type { Secrets } from './secrets.ts';

const keyName = 'vault/checkpoint-key';
const lastName = 'vault/checkpoint-last';

/** The origin under which a log signs: its random name makes it unique, as C2SP tlog-checkpoint asks. */
export const originOf = (log: string) => `proofdesk.local/log/${log}`;

/** Signs the log's state, and never two states that contradict each other. */
export class LogSigner {
  private readonly log: EventLog;
  private readonly secrets: Secrets;
  private key: KeyObject | undefined;
  /** What was walked and signed since the vault was opened: later rows are walked from there on. */
  private signed: { walk: ChainWalk; tree: MerkleTree } | undefined;

  constructor(log: EventLog, secrets: Secrets) {
    this.log = log;
    this.secrets = secrets;
  }

  verifierKey(): string {
    return verifierKeyOf(originOf(this.log.log), this.signingKey());
  }

  /** @throws VaultError 'vault/tampered' when the chain is broken or does not continue what was signed before */
  async sign(): Promise<string> {
    const origin = originOf(this.log.log);
    const { walk, tree } = await this.walked();
    const note = signCheckpoint({ origin, size: tree.size, root: tree.root() }, this.signingKey());
    this.secrets.set(lastName, Buffer.from(note));
    this.signed = { walk, tree };
    return note;
  }

  /** @throws VaultError 'vault/tampered' */
  private async walked(): Promise<{ walk: ChainWalk; tree: MerkleTree }> {
    const before = this.signed;
    // Begun anew by whoever asks next, should this walk not come to its end.
    this.signed = undefined;
    const last = before ? undefined : this.last();
    const head = this.log.head();
    const { walk, tree } = before ?? { walk: new ChainWalk(this.log.log), tree: new MerkleTree() };
    let continues = !last || last.size === 0;
    for await (const row of this.log.rows(before && walk.events)) {
      if (row.position > head.events || !walk.accept(row)) break;
      tree.add(eventEntry(row));
      if (tree.size === last?.size) continues = Buffer.from(last.root).equals(tree.root());
    }
    if (!walk.report(head).ok || !continues) {
      throw new VaultError('vault/tampered', 'The log does not continue what was signed before.');
    }
    return { walk, tree };
  }

  private last(): Checkpoint | undefined {
    const note = this.secrets.get(lastName);
    return note && openCheckpoint(Buffer.from(note).toString('utf8'), this.verifierKey());
  }

  private signingKey(): KeyObject {
    if (this.key) return this.key;
    const kept = this.secrets.get(keyName);
    const key = kept
      ? createPrivateKey({ key: Buffer.from(kept), format: 'der', type: 'pkcs8' })
      : generateKeyPairSync('ed25519').privateKey;
    if (!kept) this.secrets.set(keyName, key.export({ format: 'der', type: 'pkcs8' }));
    this.key = key;
    return key;
  }
}
