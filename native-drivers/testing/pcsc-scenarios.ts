// Run by the tests of the PC/SC transport in namespaces of its own; writes one JSON value a line.
import { setTimeout as after } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ChipMemory, chipOverDevice, readChip } from '../../electron/host/documents/chip/read/index.ts';
import {
  laid as inProcess,
  passport,
  picture,
} from '../../electron/host/documents/chip/testing/passports.ts';
import {
  type ChipFault,
  FaultyChip,
  type PassportRequest,
  VirtualChip,
} from '../../electron/host/documents/chip/virtual/index.ts';
import { layOnVpcd } from '../peers/vpcd-card.ts';
import { nodePcscTransport } from '../transports/node-pcsc.ts';
import type { PcscInfo } from '../transports/pcsc.ts';
import { pcscdAnswers } from '../transports/pcscd-answers.ts';
import { startPcscd } from './pcscd.ts';

const say = (value: unknown) => console.log(JSON.stringify(value));
const READER = 'Virtual PCD 00 00';

const pcscd = await startPcscd();
const transport = nodePcscTransport({ retryEvery: 150, timeOut: 1500 });

/** Waits until the reader's card is in this state; absent stands for a reader that is not listed. */
async function until(state: PcscInfo['card'] | 'absent'): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = (await transport.list()).find(({ name }) => name === READER);
    if ((found?.card ?? 'absent') === state) return;
    await after(25);
  }
  throw new Error(`the reader's card was never ${state}`);
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? 'untyped',
  );

async function lay(request: Partial<PassportRequest> = {}, fault: ChipFault = 'none') {
  const document = await passport({ portrait: picture(9000), ...request });
  const [key] = document.keys;
  if (!key) throw new Error('no key');
  const chip = new FaultyChip(new VirtualChip(document.personality), fault);
  const card = await layOnVpcd(chip);
  await until('present');
  return { document, key, chip, card };
}

const scenarios: Record<string, () => Promise<void>> = {
  async reading() {
    for (const request of [
      {},
      { pace: [] },
      {
        pace: [{ agreement: 'ECDH', mapping: 'CAM', cipher: 'AES-256', parameterId: 16 }],
        activeAuthentication: { key: { rsaBits: 2048 } },
        longAnswers: 4000,
      },
    ] as Partial<PassportRequest>[]) {
      const { key, document, card } = await lay(request);
      const held = await transport.connect(READER);
      const overService = await readChip({ chip: chipOverDevice(held), key });
      const direct = await readChip({ chip: inProcess(document), key });
      say({
        atr: [...(held.atr ?? [])],
        access: overService.access,
        proofs: Object.values(overService.proofs).map(({ outcome }) => outcome),
        same: [...direct.dataGroups].every(([group, file]) =>
          Buffer.from(file).equals(Buffer.from(overService.dataGroups.get(group) ?? [])),
        ),
        figures: overService.figures,
      });
      await held.close();
      card.remove();
      await until('none');
    }
  },

  async takenAway() {
    const { key, card, chip } = await lay({}, 'torn-off');
    const memory = new ChipMemory();
    const held = await transport.connect(READER);
    const goneEvent = new Promise((resolve) => held.onGone(() => resolve('told')));
    const torn = await codeOf(readChip({ chip: chipOverDevice(held), key, memory }));
    const direct = await codeOf(held.transmit(Uint8Array.of(0, 0xa4, 0, 0x0c)));
    say({ torn, direct, told: await goneEvent });
    await held.close();
    await card.gone;
    await until('none');
    say({ empty: await codeOf(transport.connect(READER)) });
    // Laid back: reading goes on.
    await layOnVpcd(chip);
    await until('present');
    const again = await transport.connect(READER);
    const before = memory.octets.done;
    const { dataGroups } = await readChip({ chip: chipOverDevice(again), key, memory });
    say({ before, groups: [...dataGroups.keys()].sort((a, b) => a - b) });
    await again.close();
  },

  async silent() {
    const { key, card } = await lay({}, 'silent');
    const held = await transport.connect(READER);
    say({ silent: await codeOf(readChip({ chip: chipOverDevice(held), key })) });
    await held.close();
    // Whoever takes the silent document away can lay down another.
    card.remove();
    await until('none');
    await lay();
    const next = await transport.connect(READER);
    say({ next: (await readChip({ chip: chipOverDevice(next), key })).access.protocol });
    await next.close();
  },

  async exclusive() {
    await lay();
    const other = nodePcscTransport();
    await other.list();
    await after(300);
    const held = await transport.connect(READER);
    const startedAt = performance.now();
    say({ second: await codeOf(other.connect(READER)), tried: performance.now() - startedAt > 1000 });
    setTimeout(() => void held.close(), 300);
    const late = await other.connect(READER);
    say({ afterwards: [...(await late.transmit(Uint8Array.of(0, 0xa4, 0, 0x0c)))] });
    await late.close();
    await other.close();
  },

  async reset() {
    const { key } = await lay();
    const held = await transport.connect(READER);
    const chip = chipOverDevice(held);
    for (let round = 0; round < 2; round += 1) {
      const { access } = await readChip({ chip, key });
      say({ protocol: access.protocol });
      await held.reset();
    }
    await held.close();
    say({ afterClose: await codeOf(held.transmit(Uint8Array.of(0))) });
    await held.close();
  },

  async service() {
    const { card } = await lay();
    const held = await transport.connect(READER);
    await pcscd.kill();
    await until('absent');
    say({
      running: transport.running,
      held: await codeOf(held.transmit(Uint8Array.of(0, 0xa4, 0, 0x0c))),
      connect: await codeOf(transport.connect(READER)),
    });
    await held.close();
    card.remove();
    const next = await startPcscd();
    await until('none');
    const { key } = await lay();
    const anew = await transport.connect(READER);
    const { access } = await readChip({ chip: chipOverDevice(anew), key });
    say({ running: transport.running, protocol: access.protocol });
    await anew.close();
    await next.stop();
  },

  async hangs() {
    pcscd.hang();
    const from = performance.now();
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 20);
    const other = nodePcscTransport({ retryEvery: 100, answers: () => pcscdAnswers({ patience: 300 }) });
    const hanging = { readers: (await other.list()).length, fault: other.trouble?.code };
    const waited = performance.now() - from;
    clearInterval(ticking);
    pcscd.goOn();
    while (!other.running || (await other.list()).length === 0) await after(20);
    say({ ...hanging, ticked: ticks > waited / 100 });
    await other.close();
  },

  async collected() {
    await pcscd.kill();
    await until('absent');
    const next = await startPcscd();
    await until('none');
    // What the dead service has left behind must not end this process when it is collected.
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let rounds = 0; rounds < 10; rounds += 1) {
      collect();
      await after(50);
    }
    say({ running: transport.running });
    await next.stop();
  },
};

try {
  await transport.list();
  await until('none');
  await scenarios[process.argv[2] ?? '']?.();
} finally {
  await transport.close();
  await pcscd.stop();
}
// A card that is still laid down would keep this process.
process.exit(0);
