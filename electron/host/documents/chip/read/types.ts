import type { AccessKey } from '../access-key/index.ts';
import type { ChipTransport } from '../apdu/index.ts';
import type { SuiteName } from '../crypto/index.ts';
import type { ChipErrorCode } from '../errors.ts';
import type { PaceMapping } from '../pace/index.ts';
import type { ChipProof } from '../proof.ts';
import type { ReadableDataGroup } from './files.ts';
import type { ChipMemory } from './memory.ts';

/** A chip that can be started over: the field is cut, or the card reset, and all sessions with it. */
export interface ResettableChip extends ChipTransport {
  /** @throws ChipError `chip/gone` when it is no longer there */
  reset(): Promise<void>;
}

/** How the chip was opened. */
export type ChipAccess =
  | {
      readonly protocol: 'PACE';
      readonly mapping: PaceMapping;
      readonly agreement: 'DH' | 'ECDH';
      readonly cipher: SuiteName;
      readonly parameters: string;
      readonly key: AccessKey['kind'];
    }
  | {
      readonly protocol: 'BAC';
      readonly cipher: '3DES';
      readonly key: 'mrz';
      /** Why not PACE: the chip does not offer it, or offers nothing this reader knows. */
      readonly because: 'pace-not-offered' | 'pace-unknown';
    }
  /** A chip without access control, as the earliest passports have. */
  | { readonly protocol: 'none' };

export type ChipStage = 'opening' | 'reading' | 'proving';

/** Where reading stands. `done` never goes back while one memory is in use. */
export interface ChipProgress {
  readonly stage: ChipStage;
  /** Octets read. */
  readonly done: number;
  /** Octets there will be; an estimate until the portrait's length is known. */
  readonly total: number;
}

export interface ChipReadRequest {
  readonly chip: ResettableChip;
  readonly key: AccessKey;
  /** Files of an earlier attempt; when it throws, what was read is in here. */
  readonly memory?: ChipMemory;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: ChipProgress) => void;
  /** False where the reader is known to break on long commands. */
  readonly longAnswers?: boolean;
  /** Milliseconds for one command. */
  readonly timeOut?: number;
  /**
   * Draws the octets of basic access control and of the challenge of active authentication: a recorded reading can be played
   * again with those it was made with. PACE draws its keys for itself.
   */
  readonly random?: (length: number) => Uint8Array;
}

export interface ChipReading {
  readonly access: ChipAccess;
  /** EF.CardAccess as it was read before anything was agreed, signed by nobody; null when there is none. */
  readonly cardAccess: Uint8Array | null;
  /** EF.CardSecurity, read with chip authentication mapping only. */
  readonly cardSecurity: Uint8Array | null;
  readonly com: Uint8Array | null;
  readonly sod: Uint8Array | null;
  readonly dataGroups: ReadonlyMap<number, Uint8Array>;
  /** Data groups that EF.COM or the security object names and that could not be read. */
  readonly unreadable: ReadonlyMap<ReadableDataGroup, ChipErrorCode>;
  /** Against clones; each is worth what passive authentication says of the file with its key. */
  readonly proofs: {
    readonly paceChipAuthenticationMapping: ChipProof;
    readonly chipAuthentication: ChipProof;
    readonly activeAuthentication: ChipProof;
  };
  readonly figures: ChipFigures;
}

/** What reading took. */
export interface ChipFigures {
  readonly milliseconds: number;
  readonly commands: number;
  /** Octets to the chip and from it. */
  readonly sent: number;
  readonly received: number;
  /** Times the chip had to be started over. */
  readonly restarts: number;
  /** Most octets asked for at once. */
  readonly blockLength: number;
}
