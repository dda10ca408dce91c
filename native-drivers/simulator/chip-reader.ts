import { randomBytes } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import type { ApduPeer } from '../peers/vpcd-card.ts';
import type { SimulatedFault } from './faults.ts';
import { type VirtualPcsc, virtualPcsc } from './virtual-pcsc.ts';
import type { ReaderWorld } from './virtual-reader.ts';

const name = 'Simulated chip reader';
/** As the list of devices names a reader of that name. */
export const chipReaderId = 'pcsc:Simulated-chip-reader';

/** The command at which a fault shows: the chip is open by then, and its files are being read. */
const faultAt = 20;
/** Milliseconds. */
const slow = 300;
/** Milliseconds that a command and its answer take in the field of ISO/IEC 14443 at 424 kbit/s, chip included. */
const onTheAir = (octets: number): number => 4 + octets / 40;

export interface SimulatedChipReader {
  readonly pcsc: VirtualPcsc;
  lay(chip: ApduPeer): void;
  lift(): void;
  plug(): void;
  unplug(): void;
}

/** A contactless reader that fails as told, whatever chip lies on it. */
export function chipReader(world: ReaderWorld): SimulatedChipReader {
  const pcsc = virtualPcsc(name, () => world.fault() === 'stuck');

  /** What a reader makes of an answer. */
  const bend = (answer: Uint8Array | null, before: Uint8Array | null, fault: SimulatedFault | undefined) => {
    if (!answer) return answer;
    if (fault === 'half-frame') return answer.slice(0, answer.length >> 1);
    if (fault === 'wrong-order') return before ?? answer;
    return fault === 'duplicate' ? Uint8Array.from([...answer, ...answer]) : answer;
  };
  const overReader = (chip: ApduPeer): ApduPeer => {
    let commands = 0;
    let before: Uint8Array | null = null;
    const bent = (answer: Uint8Array | null, fault: SimulatedFault | undefined) => {
      const given = bend(answer, before, fault);
      before = answer;
      return given;
    };
    return {
      reset() {
        commands = 0;
        chip.reset();
      },
      async process(command) {
        commands += 1;
        const fault = world.fault();
        if (commands >= faultAt) {
          if (fault === 'crash') world.ends.crash();
          if (fault === 'hang') world.ends.hang();
          if (fault === 'garbage') return new Uint8Array(randomBytes(40));
          if (fault === 'unplug-mid-read') {
            pcsc.unplug();
            world.spent();
          }
        }
        const answer = bent(await chip.process(command), commands >= faultAt ? fault : undefined);
        await after(onTheAir(command.length + (answer?.length ?? 0)) + (fault === 'slow' ? slow : 0));
        return answer;
      },
    };
  };

  return {
    pcsc,
    lay(chip) {
      // Two chips at once are none to a reader: one is taken away before the next comes.
      if (pcsc.laid) pcsc.remove();
      pcsc.place(overReader(chip));
    },
    lift() {
      if (pcsc.laid) pcsc.remove();
    },
    plug: pcsc.plug,
    unplug: pcsc.unplug,
  };
}
