import { createHash } from 'node:crypto';

const sha256 = (...parts: Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** The root of a complete subtree, and how many leaves are below it. */
export interface Subtree {
  readonly leaves: number;
  readonly hash: Uint8Array;
}

/** The Merkle tree of RFC 6962 §2.1, grown leaf by leaf; keeps only the roots of its complete subtrees. */
export class MerkleTree {
  size: number;
  private readonly subtrees: Subtree[];

  /** @param frontier of a tree that was left off before, to grow it on */
  constructor(frontier: readonly Subtree[] = []) {
    this.subtrees = [...frontier];
    this.size = frontier.reduce((sum, { leaves }) => sum + leaves, 0);
  }

  /** All it takes to grow the tree on later, largest subtree first. */
  frontier(): readonly Subtree[] {
    return [...this.subtrees];
  }

  add(entry: Uint8Array): void {
    let right = { leaves: 1, hash: sha256(leafPrefix, entry) as Uint8Array };
    while (this.subtrees.at(-1)?.leaves === right.leaves) {
      const left = this.subtrees.pop()!;
      right = { leaves: left.leaves * 2, hash: sha256(nodePrefix, left.hash, right.hash) };
    }
    this.subtrees.push(right);
    this.size += 1;
  }

  /** 32 bytes; SHA-256 of nothing for the empty tree */
  root(): Uint8Array {
    const hashes = this.subtrees.map(({ hash }) => hash);
    return hashes.length === 0
      ? sha256()
      : hashes.reduceRight((right, left) => sha256(nodePrefix, left, right));
  }
}
