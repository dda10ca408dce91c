import { EventEmitter } from 'node:events';
import type { CardDisposition, CardMode, Protocol } from 'pcsc-mini';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { faultOf } from '../errors.ts';
import { nodePcscTransport, type PcscLibrary } from './node-pcsc.ts';
import { pcscError } from './pcsc-faults.ts';
import type { LookAgain } from './pcsc-second-look.ts';

// The binding's numbers, written down: it cannot be loaded on a machine without the system's own library.
const modes = { EXCLUSIVE: 1, SHARED: 2, DIRECT: 3 };
const dispositions = { LEAVE: 0, RESET: 1, UNPOWER: 2, EJECT: 3 };
const protocols = { UNSET: 0, T0: 1, T1: 2, ANY: 3, RAW: 4, T15: 8 };
const statuses = {
  UNKNOWN: 4,
  UNAVAILABLE: 8,
  EMPTY: 16,
  PRESENT: 32,
  EXCLUSIVE: 128,
  IN_USE: 256,
  MUTE: 512,
};

const coded = (code: string) => Object.assign(new Error(code), { code });

/** A reader of the binding's shape whose card answers from a function. */
class FakeReader extends EventEmitter {
  connects: [CardMode, Protocol | undefined][] = [];
  answer: (command: Uint8Array) => Promise<Uint8Array> = async () => Uint8Array.of(0x90, 0);
  refuse: (mode: CardMode, protocol?: Protocol) => string | null = () => null;
  disconnects: CardDisposition[] = [];
  name = () => 'Fake Reader 00 00';
  say(status: number): void {
    this.emit('change', { raw: status }, new Uint8Array());
  }
  async connect(mode: CardMode, protocol?: Protocol) {
    this.connects.push([mode, protocol]);
    const refusal = this.refuse(mode, protocol);
    if (refusal) throw coded(refusal);
    return {
      state: async () => ({ atr: Uint8Array.of(0x3b, 0x80) }),
      transmit: (command: Uint8Array) => this.answer(command),
      reconnect: async () => protocols.T1,
      disconnect: async (then: CardDisposition) => void this.disconnects.push(then),
    };
  }
}

/** The binding with a service that comes and goes. */
function binding() {
  const state = {
    running: true,
    clients: [] as EventEmitter[],
    reader: new FakeReader(),
    /** What a client is told when it starts, counted from 0; null of no reader. */
    told: (_client: number): number | null => statuses.PRESENT,
  };
  class Client extends EventEmitter {
    start() {
      if (!state.running) throw coded('NoService');
      const status = state.told(state.clients.push(this) - 1);
      const reader = state.clients.length === 1 ? state.reader : new FakeReader();
      queueMicrotask(() => {
        if (status === null) return;
        this.emit('reader', reader);
        reader.say(status);
      });
      return this;
    }
    stop() {
      if (!state.running) throw coded('NoService');
    }
  }
  const library = {
    CardDisposition: dispositions,
    CardMode: modes,
    Protocol: protocols,
    ReaderStatus: statuses,
    Client,
  };
  return { state, load: async () => library as unknown as PcscLibrary };
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
function transportOf(load: () => Promise<PcscLibrary>, tell = vi.fn(), lookAgain?: LookAgain) {
  const transport = nodePcscTransport({
    load,
    retryEvery: 10,
    timeOut: 60,
    tell,
    answers: async () => true,
    ...(lookAgain && { lookAgain }),
  });
  open.push(transport);
  return transport;
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => faultOf(error),
  );

describe('the list of chip readers', () => {
  it('is empty where the library cannot be loaded, and tries again', async () => {
    const { load } = binding();
    let tries = 0;
    const transport = transportOf(() => (++tries < 3 ? Promise.reject(new Error('no libpcsclite')) : load()));
    expect(await transport.list()).toEqual([]);
    expect(transport.running).toBe(false);
    await vi.waitFor(async () => expect(await transport.list()).toHaveLength(1));
    expect(transport.running).toBe(true);
  });

  it('fills once there is a service, and empties when it dies', async () => {
    const { state, load } = binding();
    state.running = false;
    const transport = transportOf(load);
    expect(await transport.list()).toEqual([]);
    state.running = true;
    await vi.waitFor(async () =>
      expect(await transport.list()).toEqual([{ name: 'Fake Reader 00 00', card: 'present' }]),
    );
    const heard = vi.fn();
    transport.onChange(heard);
    state.running = false;
    state.clients.at(-1)?.emit('error', coded('NoService'));
    expect(await transport.list()).toEqual([]);
    expect(transport.running).toBe(false);
    expect(heard).toHaveBeenCalled();
    state.running = true;
    await vi.waitFor(() => expect(state.clients).toHaveLength(2));
  });

  it('waits for a service that hangs, without its binding', async () => {
    const { state, load } = binding();
    const tell = vi.fn();
    let asked = 0;
    const transport = nodePcscTransport({ load, retryEvery: 5, tell, answers: async () => ++asked > 3 });
    open.push(transport);
    expect(await transport.list()).toEqual([]);
    expect(state.clients).toHaveLength(0);
    expect(transport.trouble).toMatchObject({ code: 'device/time-out' });
    await vi.waitFor(() => expect(transport.running).toBe(true));
    expect(tell).toHaveBeenCalledTimes(1);
  });

  it('keeps why there is no service, and tells each reason once', async () => {
    const { state, load } = binding();
    const missing = coded('ERR_DLOPEN_FAILED');
    let tries = 0;
    state.running = false;
    const tell = vi.fn<(trouble: Error) => void>();
    const transport = transportOf(() => (++tries < 4 ? Promise.reject(missing) : load()), tell);
    const told = () => tell.mock.calls.map(([{ message }]) => message);
    await vi.waitFor(() => expect(told()).toEqual(['PC/SC: ERR_DLOPEN_FAILED', 'PC/SC: NoService']));
    expect(tell.mock.calls[0]?.[0].cause).toBe(missing);
    expect(transport.trouble).toMatchObject({ message: 'PC/SC: NoService' });
    state.running = true;
    await vi.waitFor(() => expect(transport.running).toBe(true));
    expect(transport.trouble).toBeNull();
    state.clients.at(-1)?.emit('error', coded('ServiceStopped'));
    expect(transport.trouble).toMatchObject({ message: 'PC/SC: ServiceStopped' });
    expect(told()).toHaveLength(3);
  });

  it.each([
    [statuses.EMPTY, 'none'],
    [statuses.PRESENT | statuses.MUTE, 'mute'],
    [statuses.PRESENT | statuses.EXCLUSIVE, 'taken'],
    [statuses.PRESENT | statuses.IN_USE, 'present'],
  ])('knows the state %i as %s', async (status, card) => {
    const { state, load } = binding();
    const transport = transportOf(load);
    await transport.list();
    state.reader.say(status);
    expect((await transport.list())[0]?.card).toBe(card);
  });
});

describe('what the service did not tell', () => {
  const soon: LookAgain = { after: [5, 30], everyWithout: 10, settle: 2 };
  const cards = async (transport: { list(): Promise<{ card: string }[]> }) =>
    (await transport.list()).map(({ card }) => card);

  it('is found: a reader that came unseen', async () => {
    const { state, load } = binding();
    state.told = (client) => (client === 0 ? null : statuses.EMPTY);
    const transport = transportOf(load, vi.fn(), { ...soon, after: [] });
    const heard = vi.fn();
    transport.onChange(heard);
    expect(await transport.list()).toEqual([]);
    await vi.waitFor(async () => expect(await cards(transport)).toEqual(['none']));
    expect(heard).toHaveBeenCalled();
    expect(transport.running).toBe(true);
  });

  it('is found: a card that lay there at the first look', async () => {
    const { state, load } = binding();
    state.told = (client) => (client === 0 ? statuses.EMPTY : statuses.PRESENT);
    const transport = transportOf(load, vi.fn(), soon);
    await vi.waitFor(async () => expect(await cards(transport)).toEqual(['none']));
    await vi.waitFor(async () => expect(await cards(transport)).toEqual(['present']));
  });

  it('is not looked for while a card is held', async () => {
    const { state, load } = binding();
    const transport = transportOf(load, vi.fn(), soon);
    await transport.list();
    const card = await transport.connect('Fake Reader 00 00');
    state.told = () => null;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(state.clients).toHaveLength(1);
    expect(await cards(transport)).toEqual(['present']);
    await card.close();
  });

  it('is left where a new client is told no more either, and where two looks differ', async () => {
    const { state, load } = binding();
    // Its own first client and the one made anew are told of nothing, every other of a reader.
    const own = new Set([0, 3]);
    state.told = (client) => (own.has(client) ? null : statuses.EMPTY);
    const transport = transportOf(load, vi.fn(), { ...soon, after: [] });
    await vi.waitFor(() => expect(state.clients.length).toBeGreaterThan(8));
    expect(await transport.list()).toEqual([]);
    const second = binding();
    // Looks that differ from the first client's each in its own way, until one agrees with it.
    const { EMPTY, PRESENT, MUTE, EXCLUSIVE } = statuses;
    const looks = [EMPTY, PRESENT, PRESENT | MUTE, PRESENT | EXCLUSIVE];
    second.state.told = (client) => looks[client] ?? EMPTY;
    const wavering = transportOf(second.load, vi.fn(), { ...soon, after: [5] });
    await vi.waitFor(() => expect(second.state.clients.length).toBeGreaterThan(looks.length));
    expect(await cards(wavering)).toEqual(['none']);
  });
});

describe('a card', () => {
  it('is held alone, over T=1 where the reader knows it', async () => {
    const { state, load } = binding();
    const transport = transportOf(load);
    await transport.list();
    const card = await transport.connect('Fake Reader 00 00');
    expect([...(card.atr ?? [])]).toEqual([0x3b, 0x80]);
    state.reader.refuse = (_mode, protocol) => (protocol === protocols.T1 ? 'ProtoMismatch' : null);
    await transport.connect('Fake Reader 00 00');
    expect(state.reader.connects).toEqual([
      [modes.EXCLUSIVE, protocols.T1],
      [modes.EXCLUSIVE, protocols.T1],
      [modes.EXCLUSIVE, protocols.ANY],
    ]);
    await card.close();
    expect(state.reader.disconnects).toEqual([dispositions.RESET]);
  });

  it.each([
    ['NoSmartCard', 'device/no-document'],
    ['UnresponsiveCard', 'device/protocol'],
    ['UnknownReader', 'device/disconnected-before-sending'],
    ['Surprise', 'device/failed'],
  ])('that cannot be had for %s fails with %s', async (refusal, code) => {
    const { state, load } = binding();
    const transport = transportOf(load);
    await transport.list();
    state.reader.refuse = () => refusal;
    expect(await codeOf(transport.connect('Fake Reader 00 00'))).toBe(code);
    expect(await codeOf(transport.connect('Another Reader'))).toBe('device/disconnected-before-sending');
  });

  it('answers one command at a time', async () => {
    const { state, load } = binding();
    const transport = transportOf(load);
    await transport.list();
    let under = 0;
    state.reader.answer = async (command) => {
      under += 1;
      expect(under).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      under -= 1;
      return Uint8Array.of(command[0] ?? 0, 0x90, 0);
    };
    const card = await transport.connect('Fake Reader 00 00');
    const answers = await Promise.all([1, 2, 3].map((first) => card.transmit(Uint8Array.of(first))));
    expect(answers.map(([first]) => first)).toEqual([1, 2, 3]);
  });

  it('that is lifted in mid-command is gone, not silent', async () => {
    const { state, load } = binding();
    const transport = transportOf(load);
    await transport.list();
    const card = await transport.connect('Fake Reader 00 00');
    for (const answer of [() => Promise.reject(coded('NotTransacted')), async () => new Uint8Array()]) {
      state.reader.answer = answer;
      state.reader.say(statuses.PRESENT);
      const sending = codeOf(card.transmit(Uint8Array.of(0)));
      setTimeout(() => state.reader.say(statuses.EMPTY), 20);
      expect(await sending).toBe('device/no-document');
    }
    const told = vi.fn();
    card.onGone(told);
    expect(told).toHaveBeenCalledOnce();
  });

  it('that stays and says nothing is silent', async () => {
    const { state, load } = binding();
    const transport = transportOf(load);
    await transport.list();
    const card = await transport.connect('Fake Reader 00 00');
    state.reader.answer = () => new Promise(() => {});
    expect(await codeOf(card.transmit(Uint8Array.of(0)))).toBe('device/time-out');
  });
});

describe('the names PC/SC has for trouble', () => {
  it('become faults, and keep their cause', () => {
    const cause = coded('ResetCard');
    expect(pcscError(cause)).toMatchObject({ code: 'device/protocol', cause });
    expect(pcscError('a string').code).toBe('device/failed');
    expect(pcscError(pcscError(cause)).code).toBe('device/protocol');
  });
});
