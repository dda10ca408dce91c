import { CodedError } from '../../contract/errors.ts';
import type { DeviceCard } from '../../host/documents/chip/index.ts';

/** What PC/SC says of a reader and what lies on it. */
export interface ReaderLine {
  readonly name: string;
  readonly card: 'none' | 'present' | 'mute' | 'taken';
}

export interface HeldCard extends DeviceCard {
  readonly reader: string;
  close(): Promise<void>;
}

/** The chip readers of this machine, as far as a command needs them. */
export interface ChipReaders {
  /** Whether the smart card service answers. */
  readonly running: boolean;
  /** Why it does not; null while it does. */
  readonly trouble: Error | null;
  list(): Promise<readonly ReaderLine[]>;
  onChange(listener: () => void): () => void;
  connect(name: string): Promise<HeldCard>;
  close(): Promise<void>;
}

const holdsCard = ({ card }: ReaderLine): boolean => card !== 'none';

/**
 * Waits until some reader matches and, if so wanted, has a document on it.
 * @param name part of a reader's name; every reader when null
 * @returns null when the time is over
 */
export async function waitForReader(
  readers: ChipReaders,
  name: string | null,
  milliseconds: number,
): Promise<ReaderLine | null> {
  const until = performance.now() + milliseconds;
  for (;;) {
    const found = (await readers.list()).find(
      (reader) => holdsCard(reader) && (name === null || reader.name.includes(name)),
    );
    if (found) return found;
    const left = until - performance.now();
    if (left <= 0) return null;
    await new Promise<void>((resolve) => {
      const stop = readers.onChange(done);
      const timer = setTimeout(done, Math.min(left, 1000));
      function done() {
        clearTimeout(timer);
        stop();
        resolve();
      }
    });
  }
}

/** What to tell where the service does not answer. */
export function noService({ trouble }: ChipReaders): CodedError {
  const why = trouble ? ` (${trouble.message})` : '';
  return new CodedError('chip/no-service', `the smart card service does not answer${why}`, {
    cause: trouble ?? undefined,
  });
}

/** The readers of the system's PC/SC service, in this process: a command is gone before a crash could matter. */
export async function pcscReaders(): Promise<ChipReaders> {
  const { nodePcscTransport } = await import('../../../native-drivers/index.ts');
  return nodePcscTransport();
}
