import type { ChipProof } from '../proof.ts';
import { equalBytes } from '../tlv/index.ts';
import { BlockPlan } from './block-plan.ts';
import type { ChipFileName } from './files.ts';

interface PartialFile {
  readonly bytes: Uint8Array;
  have: number;
}

/**
 * What has been read of one document, kept while it is taken away and laid back. It holds personal data: whoever made it
 * drops it with the visit.
 */
export class ChipMemory {
  readonly plan = new BlockPlan();
  /** Set once a chip has failed chip authentication: the rest is read without it. */
  chipAuthentication: ChipProof | null = null;
  /** The most octets that progress has been told of. */
  mostDone = 0;
  readonly #files = new Map<ChipFileName, PartialFile>();
  #document: Uint8Array | null = null;

  /** Begins a file of `length` octets, or goes on with it when it is the same length as before. */
  begin(name: ChipFileName, length: number): PartialFile {
    const known = this.#files.get(name);
    if (known?.bytes.length === length) return known;
    const fresh = { bytes: new Uint8Array(length), have: 0 };
    this.#files.set(name, fresh);
    return fresh;
  }

  /** The file begun or read, or null. */
  get(name: ChipFileName): PartialFile | null {
    return this.#files.get(name) ?? null;
  }

  /** A file that was read to its end, or null. */
  whole(name: ChipFileName): Uint8Array | null {
    const file = this.#files.get(name);
    return file && file.have === file.bytes.length ? file.bytes : null;
  }

  drop(name: ChipFileName): void {
    this.#files.delete(name);
  }

  /**
   * Tells whose files these are: the security object names one document and holds the hash of every file. With another one, or
   * none, everything from before is forgotten.
   */
  belongsTo(securityObject: Uint8Array | null): void {
    const before = this.#document;
    const same = securityObject && before && equalBytes(before, securityObject);
    if (!same) {
      for (const name of [...this.#files.keys()]) if (name.startsWith('dg')) this.#files.delete(name);
      this.mostDone = 0;
      // Two without one may be the same: what failed is not tried again for ever.
      if (securityObject || before) this.chipAuthentication = null;
    }
    this.#document = securityObject && Uint8Array.from(securityObject);
  }

  /** Whether a file has been begun and not read to its end. */
  get midway(): boolean {
    return [...this.#files.values()].some(({ have, bytes }) => have < bytes.length);
  }

  /** Octets that have been read so far, and octets of the files begun. */
  get octets(): { done: number; begun: number } {
    let [done, begun] = [0, 0];
    for (const { have, bytes } of this.#files.values()) {
      done += have;
      begun += bytes.length;
    }
    return { done, begun };
  }
}
