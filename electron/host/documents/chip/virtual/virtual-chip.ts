import { randomBytes } from '@noble/hashes/utils.js';
import { type Answer, type Command, decodeCommand, encodeAnswer } from '../apdu/index.ts';
import { SUITES } from '../crypto/index.ts';
import { ChipError } from '../errors.ts';
import { EMRTD_APPLICATION } from '../read/files.ts';
import { longestShortAnswer } from '../secure-messaging/index.ts';
import {
  bytesToNumber,
  childrenOf,
  decodeOid,
  equalBytes,
  findTlv,
  readTlv,
  readTlvs,
  type Tlv,
  writeTlv,
} from '../tlv/index.ts';
import { signChallenge } from './active-authentication.ts';
import { BasicAccess } from './basic-access.ts';
import { agreeAsChip } from './chip-authentication.ts';
import { PaceSession } from './pace-session.ts';
import type { ChipPersonality } from './personality.ts';
import type { ChipChannel } from './secured.ts';

const EMPTY = new Uint8Array();
const CARD_SECURITY = 0x011d;
/** Files of the master file that are open to everyone. */
const OPEN_FILES = [0x011c, 0x2f01];
const ID_CA = '0.4.0.127.0.7.2.2.3.';

function status(value: number): Answer {
  return { data: EMPTY, status: value };
}

function objectsOf(data: Uint8Array | undefined): Tlv[] {
  return readTlvs(data ?? EMPTY);
}

/**
 * An electronic passport in software: takes command APDUs and gives answers as Doc 9303-10 and -11 have them. It is the other
 * side of the conversation, for simulated stations and tests; it is no secure element.
 */
export class VirtualChip {
  readonly #is: ChipPersonality;
  readonly #basicAccess: BasicAccess;
  #channel: ChipChannel | null = null;
  /** Takes over after the answer to the command that agreed on it. */
  #nextChannel: ChipChannel | null = null;
  #granted: 'nothing' | 'basic' | 'pace' = 'nothing';
  #inApplication = false;
  #file: Uint8Array | null = null;
  #pace: PaceSession | null = null;
  #chipAuthentication: string | null = null;
  /** What is left of an answer that did not fit. */
  #rest: Uint8Array = EMPTY;

  constructor(personality: ChipPersonality) {
    this.#is = personality;
    this.#basicAccess = new BasicAccess(personality.keys, randomBytes);
  }

  /** The field is cut: every session and selection is forgotten. */
  reset(): void {
    this.#dropSession();
    this.#inApplication = false;
    this.#file = null;
    this.#pace = null;
    this.#chipAuthentication = null;
    this.#rest = EMPTY;
  }

  /** Takes a command APDU and gives the answer APDU, whatever the command is. */
  process(bytes: Uint8Array): Uint8Array {
    return encodeAnswer(this.#process(bytes));
  }

  #process(bytes: Uint8Array): Answer {
    let command: Command;
    try {
      command = decodeCommand(bytes);
    } catch (error) {
      if (error instanceof ChipError) return status(0x6700);
      throw error;
    }
    if (command.ins === 0xc0) return this.#fit(this.#rest, 0x9000, command.le ?? 256);
    const isProtected = ((command.cla ?? 0) & 0x0c) === 0x0c;
    if (!isProtected) {
      if (this.#channel) this.#dropSession();
      const { data, status: plainStatus } = this.#carryOut(command);
      this.#switch();
      return this.#fit(data, plainStatus, command.le ?? 256);
    }
    const channel = this.#channel;
    const inner = channel?.unwrap(command) ?? null;
    if (!channel || !inner) {
      this.#dropSession();
      return status(0x6988);
    }
    const answer = channel.wrap(this.#carryOut(inner, command.le ?? 256, channel), inner.ins);
    this.#switch();
    return this.#fit(answer.data, answer.status, command.le ?? 256);
  }

  /** Gives as much as the reader takes, and says how much is left. */
  #fit(data: Uint8Array, value: number, le: number): Answer {
    this.#rest = data.length > le ? data.subarray(le) : EMPTY;
    const left = this.#rest.length;
    return { data: data.subarray(0, le), status: left > 0 ? 0x6100 | (Math.min(left, 256) % 256) : value };
  }

  #dropSession(): void {
    this.#channel = null;
    this.#nextChannel = null;
    this.#granted = 'nothing';
  }

  #switch(): void {
    if (!this.#nextChannel) return;
    this.#channel = this.#nextChannel;
    this.#nextChannel = null;
  }

  #carryOut(command: Command, outerLe = 256, channel: ChipChannel | null = null): Answer {
    try {
      switch (command.ins) {
        case 0xa4:
          return this.#select(command);
        case 0xb0:
        case 0xb1:
          return this.#read(command, outerLe, channel);
        case 0x84:
          return this.#inApplication && this.#is.basicAccess
            ? { data: this.#basicAccess.challenge(), status: 0x9000 }
            : status(0x6985);
        case 0x82:
          return this.#externalAuthenticate(command);
        case 0x22:
          return this.#manageSecurityEnvironment(command);
        case 0x86:
          return this.#generalAuthenticate(command);
        case 0x88:
          return this.#internalAuthenticate(command);
        default:
          return status(0x6d00);
      }
    } catch (error) {
      if (error instanceof ChipError) return status(0x6a80);
      throw error;
    }
  }

  get #mayRead(): boolean {
    return this.#granted !== 'nothing' || (!this.#is.basicAccess && this.#is.pace.length === 0);
  }

  #select({ p1, data = EMPTY }: Command): Answer {
    this.#file = null;
    if (p1 === 0x04) {
      if (!equalBytes(data, EMRTD_APPLICATION)) return status(0x6a82);
      this.#inApplication = true;
      return status(0x9000);
    }
    if (p1 === 0x00) {
      this.#inApplication = false;
      return status(0x9000);
    }
    const id = Number(bytesToNumber(data.subarray(0, 2)));
    const open = !this.#inApplication && OPEN_FILES.includes(id);
    const file = (this.#inApplication ? this.#is.application : this.#is.masterFile).get(id);
    if (!open && !this.#mayRead) return status(0x6982);
    if (!this.#inApplication && id === CARD_SECURITY && this.#granted !== 'pace') return status(0x6982);
    if (!file) return status(0x6a82);
    this.#file = file;
    return status(0x9000);
  }

  #read(command: Command, outerLe: number, channel: ChipChannel | null): Answer {
    const file = this.#file;
    const { ins, p1, p2, le = 256 } = command;
    if (!file) return status(0x6986);
    const odd = ins === 0xb1;
    const named = odd ? findTlv(objectsOf(command.data), 0x54)?.value : Uint8Array.of(p1, p2);
    if (!named) return status(0x6a80);
    const offset = Number(bytesToNumber(named));
    if (offset >= file.length) return status(0x6b00);
    if (this.#is.longestRead !== undefined && le > this.#is.longestRead) return status(0x6700);
    // A protected answer of the short form cannot hold more than this.
    const room = channel && outerLe <= 256 ? longestShortAnswer(channel.suite) : le;
    const most = Math.min(le, room);
    const around = !odd ? 0 : most > 258 ? 4 : most > 129 ? 3 : 2;
    const data = file.subarray(offset, offset + Math.max(0, most - around));
    const short = offset + most - around > file.length;
    return { data: odd ? writeTlv(0x53, data) : data, status: short ? 0x6282 : 0x9000 };
  }

  #externalAuthenticate({ data = EMPTY }: Command): Answer {
    const opened = this.#is.basicAccess ? this.#basicAccess.authenticate(data) : null;
    if (!opened) return status(0x6300);
    this.#nextChannel = opened.channel;
    this.#granted = 'basic';
    return { data: opened.answer, status: 0x9000 };
  }

  #manageSecurityEnvironment({ p1, p2, data }: Command): Answer {
    const objects = objectsOf(data);
    if (p1 === 0xc1 && p2 === 0xa4) return this.#startPace(objects);
    const { chipAuthentication } = this.#is;
    if (p1 !== 0x41 || !chipAuthentication || !this.#mayRead) return status(0x6a88);
    if (p2 === 0xa6) {
      const theirs = findTlv(objects, 0x91);
      const suite = chipAuthentication.suites.find(({ cipher }) => cipher === '3des');
      if (!theirs || !suite) return status(0x6a80);
      this.#nextChannel = agreeAsChip(suite, chipAuthentication.key, theirs.value);
      return status(0x9000);
    }
    const mechanism = findTlv(objects, 0x80);
    if (p2 !== 0xa4 || !mechanism) return status(0x6a80);
    this.#chipAuthentication = decodeOid(mechanism.value);
    return status(0x9000);
  }

  #startPace(objects: readonly Tlv[]): Answer {
    const oid = findTlv(objects, 0x80);
    const password = findTlv(objects, 0x83)?.value[0];
    const parameterId = findTlv(objects, 0x84)?.value[0];
    const key = this.#is.keys.find(({ kind }) => kind === (password === 1 ? 'mrz' : 'can'));
    const algorithm = this.#is.pace.find(
      (one) =>
        oid &&
        one.oid === decodeOid(oid.value) &&
        (parameterId === undefined || one.parameterId === parameterId),
    );
    if (!algorithm || !key) return status(0x6a88);
    this.#pace = new PaceSession(algorithm, key, this.#is.mappingKey, randomBytes);
    return status(0x9000);
  }

  #generalAuthenticate({ data = EMPTY }: Command): Answer {
    if (this.#chipAuthentication !== null) return this.#authenticateChip(data);
    const pace = this.#pace;
    if (!pace) return status(0x6985);
    const answer = pace.step(data);
    if (pace.channel) {
      this.#nextChannel = pace.channel;
      this.#granted = 'pace';
    }
    if (pace.channel || answer.status !== 0x9000) this.#pace = null;
    return answer;
  }

  #authenticateChip(data: Uint8Array): Answer {
    const [, cipher = ''] = (this.#chipAuthentication ?? '').slice(ID_CA.length).split('.');
    this.#chipAuthentication = null;
    const { chipAuthentication } = this.#is;
    const wanted = [SUITES['3DES'], SUITES['AES-128'], SUITES['AES-192'], SUITES['AES-256']][
      Number(cipher) - 1
    ];
    const suite = chipAuthentication?.suites.find((one) => one === wanted);
    const theirs = findTlv(childrenOf(readTlv(data, 0x7c)), 0x80);
    if (!chipAuthentication || !suite || !theirs) return status(0x6a80);
    this.#nextChannel = agreeAsChip(suite, chipAuthentication.key, theirs.value);
    return { data: writeTlv(0x7c), status: 0x9000 };
  }

  #internalAuthenticate({ data = EMPTY }: Command): Answer {
    const { activeAuthentication } = this.#is;
    if (!activeAuthentication || !this.#mayRead || !this.#inApplication) return status(0x6d00);
    if (data.length !== 8) return status(0x6700);
    return { data: signChallenge(activeAuthentication, data, randomBytes), status: 0x9000 };
  }
}
