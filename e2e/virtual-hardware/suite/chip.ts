import {
  type AccessKey,
  ChipMemory,
  type ChipReading,
  chipOverDevice,
  readChip,
} from '../../../electron/host/documents/chip/index.ts';
import { passport, picture } from '../../../electron/host/documents/chip/testing/passports.ts';
import {
  type ChipFault,
  FaultyChip,
  type PassportRequest,
  VirtualChip,
} from '../../../electron/host/documents/chip/virtual/index.ts';
import { CONTACTLESS_ATR } from '../../../native-drivers/peers/vpcd-card.ts';
import { type CcidReader, ccidReader } from '../devices/ccid.ts';
import { type UsbIpServer, usbIpServer } from '../devices/usbip.ts';
import { plugUsb } from '../devices/vhci.ts';
import type { Drivers } from './drivers.ts';
import { type Pcscd, startPcscd, whyNoPcscd } from './pcscd.ts';
import { codeOf, expectSame, type Trial, until } from './trial.ts';

const busId = '1-1';
const groups = [1, 2, 14, 15];

/** Chip readers under the system's own smart card service and libccid, on a virtual USB. */
export function chipTrials(drivers: () => Drivers): Trial[] {
  const skip = whyNoPcscd();
  let service: Pcscd | null = null;
  const devices = new Map<string, CcidReader['device']>();
  let server: UsbIpServer | null = null;
  const heard: string[] = [];
  let listening = false;

  const reader = () =>
    drivers()
      .port.devices()
      .find(({ kind }) => kind === 'chip-reader');
  const state = () => JSON.stringify([reader()?.state, reader()?.fault?.code, heard]);
  const readerIs = (wanted: string) =>
    until(`the reader is ${wanted}`, () => reader()?.state === wanted, state);
  const told = (event: string) => until(`${event} is told`, () => heard.at(-1) === event, state);

  const plug = async () => {
    const plugged = ccidReader('CCID-1');
    server ??= await usbIpServer(devices);
    devices.set(busId, plugged.device);
    await plugUsb(server.port, busId);
    return plugged;
  };
  const unplug = () => server?.unplug(busId);

  const ready = async () => {
    service ??= await startPcscd();
    if (!listening) {
      listening = true;
      drivers().port.on('chipPresent', () => void heard.push('present'));
      drivers().port.on('chipGone', () => void heard.push('gone'));
    }
    heard.length = 0;
    const plugged = await plug();
    await readerIs('ready');
    return plugged;
  };
  const away = async () => {
    unplug();
    await readerIs('absent');
  };

  const chipOf = async (fault: ChipFault = 'none', request: Partial<PassportRequest> = {}) => {
    const document = await passport({
      portrait: picture(4000),
      chipAuthentication: { ciphers: ['AES-128'], parameters: 'brainpoolP256r1' },
      activeAuthentication: { key: { curve: 'brainpoolP256r1' } },
      ...request,
    });
    const [key] = document.keys;
    if (!key) throw new Error('a passport without a key');
    return { key, chip: new FaultyChip(new VirtualChip(document.personality), fault) };
  };
  /** Reads what lies there the way the host does: every command through the driver process. */
  const read = async (
    key: AccessKey,
    memory = new ChipMemory(),
    progress = () => {},
  ): Promise<ChipReading> => {
    const device = reader()?.id ?? '';
    const { port } = drivers();
    const { atr } = await port.openChip({ device });
    const chip = chipOverDevice({
      atr,
      transmit: (command) => port.transmit({ device, command }),
      reset: () => port.resetChip({ device }),
    });
    try {
      return await readChip({ chip, key, memory, progress });
    } finally {
      await port.closeChip({ device }).catch(() => {});
    }
  };
  const whole = ({ dataGroups, proofs }: ChipReading) => {
    expectSame(
      'files',
      [...dataGroups.keys()].sort((a, b) => a - b),
      groups,
    );
    expectSame(
      'proofs',
      [proofs.chipAuthentication.outcome, proofs.activeAuthentication.outcome],
      ['passed', 'passed'],
    );
  };
  /** Lays a passport on a reader and reads it; something happens when the files are being read. */
  const readingDisturbed = async (disturb: () => void) => {
    const usb = await ready();
    const { key, chip } = await chipOf();
    usb.place(chip, CONTACTLESS_ATR);
    await told('present');
    const memory = new ChipMemory();
    let done = false;
    const code = await codeOf(
      read(key, memory, () => {
        if (done || memory.octets.done <= 500) return;
        done = true;
        disturb();
      }),
    );
    return { key, chip, memory, code };
  };

  const trials: Trial[] = [
    {
      name: 'Chip: a reader is plugged in, tells a passport, reads it by PACE and by BAC, and tells that it has gone',
      async run() {
        const usb = await ready();
        for (const request of [{ longAnswers: 4000 }, { pace: [] }]) {
          const { key, chip } = await chipOf('none', request);
          usb.place(chip, CONTACTLESS_ATR);
          await told('present');
          whole(await read(key));
          usb.remove();
          await told('gone');
        }
        expectSame(
          'an empty reader',
          await codeOf(read({ kind: 'can', can: '123456' })),
          'device/no-document',
        );
        await away();
      },
    },
    {
      name: 'Chip: the passport is torn off in mid-reading, and read on when it is back',
      async run() {
        const usb = await ready();
        const { key, chip } = await chipOf('torn-off');
        usb.place(chip, CONTACTLESS_ATR);
        await told('present');
        const memory = new ChipMemory();
        expectSame('torn off', await codeOf(read(key, memory)), 'chip/gone');
        await told('gone');
        await readerIs('ready');
        usb.place(chip, CONTACTLESS_ATR);
        await told('present');
        whole(await read(key, memory));
        await away();
      },
    },
    {
      name: 'Chip: the reader is unplugged in mid-reading, and reads on when it is back',
      async run() {
        const { key, chip, memory, code } = await readingDisturbed(() => unplug());
        expectSame('unplugged', code, 'chip/gone');
        await readerIs('absent');
        await told('gone');
        const again = await plug();
        await readerIs('ready');
        again.place(chip, CONTACTLESS_ATR);
        await told('present');
        whole(await read(key, memory));
        await away();
      },
    },
    {
      name: 'Chip: the smart card service is killed in mid-reading; it is started again and the passport is read',
      async run() {
        let killed: Promise<void> | undefined;
        const { key, memory, code } = await readingDisturbed(() => {
          killed = service?.kill();
        });
        expectSame('killed', code, 'chip/gone');
        await killed;
        await readerIs('absent');
        service = await startPcscd();
        await readerIs('ready');
        await told('present');
        whole(await read(key, memory));
        await away();
      },
    },
    {
      name: 'Chip: the driver process is killed with a chip open; the next one reads it',
      async run() {
        const usb = await ready();
        const { key, chip } = await chipOf();
        usb.place(chip, CONTACTLESS_ATR);
        await told('present');
        const { port } = drivers();
        await port.openChip({ device: reader()?.id ?? '' });
        const { pid } = port.health();
        if (pid === null) throw new Error('there is no driver process');
        heard.length = 0;
        process.kill(pid, 'SIGKILL');
        await until('another process', () => port.health().state === 'up' && port.health().pid !== pid);
        await readerIs('ready');
        await told('present');
        whole(await read(key));
        await away();
        await service?.kill();
        server?.close();
      },
    },
  ];
  return trials.map((trial) => ({ ...trial, skip }));
}
