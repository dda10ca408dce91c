import { elyctisCommands, elyctisFrames } from '../protocols/elyctis.ts';
import {
  honeywellFrames,
  honeywellMenu,
  honeywellRelease,
  honeywellTrigger,
} from '../protocols/honeywell.ts';
import { newlandCommand, newlandFrames, newlandRelease, newlandTrigger } from '../protocols/newland.ts';
import type { StreamDecoder } from '../protocols/stream.ts';
import { textFrames } from '../protocols/text-frames.ts';

/** A question whose answer shows that the device is what it is taken for, at the speed it is asked at. */
export interface Greeting {
  ask: Uint8Array;
  /** The answer's name; any answer under it counts, also a refusal. */
  answer: string;
  /** True when what it answers names its firmware. */
  firmware: boolean;
}

/** How one speaks with a kind of reader over a stream of bytes. */
export interface Dialect {
  frames(): StreamDecoder;
  greeting?: Greeting;
  /** Sent once it is open, and after each reading, to have it read whatever comes. */
  arm?: Uint8Array;
  /** Has it read what lies there now, and stop trying. */
  trigger?: Uint8Array;
  release?: Uint8Array;
  /** Sent before it is closed. */
  leave?: Uint8Array;
}

export const dialects = {
  /** Readers that send by themselves and take no commands. */
  text: { frames: textFrames },
  elyctis: {
    frames: elyctisFrames,
    greeting: { ask: elyctisCommands.version, answer: 'V', firmware: true },
    arm: elyctisCommands.continuous,
    trigger: elyctisCommands.inquire,
    leave: elyctisCommands.endContinuous,
  },
  honeywell: {
    frames: honeywellFrames,
    greeting: { ask: honeywellMenu('REVINF'), answer: 'REVINF', firmware: false },
    trigger: honeywellTrigger,
    release: honeywellRelease,
  },
  newland: {
    frames: newlandFrames,
    greeting: { ask: newlandCommand('QRYSYS'), answer: 'QRYSYS', firmware: false },
    trigger: newlandTrigger,
    release: newlandRelease,
  },
} as const satisfies Record<string, Dialect>;

export type DialectName = keyof typeof dialects;
