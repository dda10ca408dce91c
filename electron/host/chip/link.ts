import type { ChipReading } from '../documents/chip/index.ts';
import type { RunningVisit, Submitted } from '../kiosk/index.ts';
import type { Clock, Readers } from '../ports.ts';
import { VaultError } from '../vault/index.ts';
import { type HostCommand, hasLeft, stageOf, type Visit, zoneForChip } from '../visit/index.ts';
import { chipFindings, type FindingsPorts } from './findings.ts';
import { createChipPresence } from './presence.ts';
import { type ChipOutcome, type ChipScreen, type ChipSession, createChipSession } from './session.ts';

export interface ChipLinkOptions extends FindingsPorts {
  readers: Readers;
  clock: Clock;
  current: () => RunningVisit | null;
  /** What the visitor is to see of the chip; null when it is none of their business. */
  show: (screen: ChipScreen | null) => void;
  submit: (command: HostCommand, wanted: (running: RunningVisit) => boolean) => Promise<Submitted>;
  /** Notes a failure and gives its code. */
  failed: (error: unknown) => string;
  /** Milliseconds that a missing reader is waited for. */
  patience?: number;
}

interface Open {
  key: string;
  session: ChipSession;
  /** What was read and could not be kept yet: the document need not be laid down for it again. */
  outcome: ChipOutcome;
  atWork: boolean;
}

/**
 * Joins the visit that wants a chip with the readers that may have one. The visit says whether a chip is wanted; everything
 * until it is read or given up is of this moment, and a power cut begins it anew.
 */
export function createChipLink(options: ChipLinkOptions) {
  const { readers, current, failed } = options;
  const presence = createChipPresence(readers.devices);
  let open: Open | null = null;

  const zone = () => {
    const document = current()?.visit.document;
    return document ? zoneForChip(document) : null;
  };

  async function work(mine: Open, id: string): Promise<void> {
    const wanted = (running: RunningVisit) => wantedKey(running) === mine.key;
    mine.outcome ??= await mine.session.outcome();
    const running = current();
    if (!mine.outcome || !running || !wanted(running)) return;
    const command: HostCommand =
      'missing' in mine.outcome
        ? { type: 'chip.not-read', reason: mine.outcome.missing }
        : await findings(id, running.visit, mine.outcome.reading);
    await options.submit(command, wanted);
  }

  /** What cannot be judged is as good as not read; a disk that refuses is tried again. */
  async function findings(id: string, visit: Visit, reading: ChipReading): Promise<HostCommand> {
    try {
      return await chipFindings(id, visit, reading, zone()?.lines ?? null, {
        ...options,
        now: options.clock.now(),
      });
    } catch (error) {
      if (error instanceof VaultError) throw error;
      failed(error);
      return { type: 'chip.not-read', reason: 'not-judged' };
    }
  }

  function close() {
    if (!open) return;
    const { session } = open;
    open = null;
    session.end();
    options.show(null);
  }

  return {
    presence,
    listener: presence.listener,
    /** Begins, goes on with or ends the reading as the visit wants it. */
    follow(running: RunningVisit | null) {
      const key = running && wantedKey(running);
      if (!key || !running) return close();
      if (open?.key !== key) {
        close();
        const session = createChipSession({
          readers,
          presence,
          zone,
          show: options.show,
          ...(options.patience !== undefined && { patience: options.patience }),
        });
        open = { key, session, outcome: null, atWork: false };
      }
      const mine = open;
      if (mine.atWork) return;
      mine.atWork = true;
      work(mine, running.id)
        .catch(failed)
        .finally(() => {
          mine.atWork = false;
        });
    },
    /** Tries again what was refused. */
    again(can: string | null) {
      open?.session.again(can);
    },
  };
}

/** Names the document whose chip is wanted; null when none is. */
function wantedKey({ id, visit }: RunningVisit): string | null {
  const wanted = visit.step === 'document-reading' && !hasLeft(visit) && stageOf(visit).at === 'chip';
  return wanted ? `${id}/${visit.readings}` : null;
}
