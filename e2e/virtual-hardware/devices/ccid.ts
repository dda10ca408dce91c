import type { ApduPeer } from '../../../native-drivers/peers/vpcd-card.ts';
import { type UsbDevice, usbDevice } from './usb-device.ts';

/** USB CCID 1.1 §6.1 and §6.2. */
const command = {
  powerOn: 0x62,
  powerOff: 0x63,
  slotStatus: 0x65,
  transfer: 0x6f,
  parameters: 0x6c,
  set: 0x61,
};
const answer = { data: 0x80, slotStatus: 0x81, parameters: 0x82 };
const slotChanged = 0x50;
const header = 10;
/** bmCommandStatus of §6.2.6, and the error of a slot whose card does not answer. */
const failed = 0x40;
const timeExtension = 0x80;
const cardMute = 0xfe;
const unsupported = 0;

const bulkOut = 1;
const bulkIn = 2;
const interruptIn = 3;

/** How often a reader says that the chip is still at it, in milliseconds. */
const stillAtIt = 400;

/** A reader libccid knows by its ids; a contactless one, as its name in PC/SC says. */
const ids = { vendorId: 0x04e6, productId: 0x5790 };

/** §5.1: one slot, T=0 and T=1, everything negotiated by the reader, APDUs of extended length. */
function classDescriptor(): Buffer {
  const bytes = Buffer.alloc(54);
  bytes.set([54, 0x21]);
  bytes.writeUInt16LE(0x0110, 2);
  bytes[5] = 7;
  bytes.writeUInt32LE(3, 6);
  bytes.writeUInt32LE(4000, 10);
  bytes.writeUInt32LE(4000, 14);
  bytes.writeUInt32LE(10_752, 19);
  bytes.writeUInt32LE(250_000, 23);
  bytes.writeUInt32LE(254, 28);
  bytes.writeUInt32LE(0x0004_04fe, 40);
  bytes.writeUInt32LE(65_556, 44);
  bytes.set([0xff, 0xff], 48);
  bytes[53] = 1;
  return bytes;
}

/** §6.2.3 for T=1: nothing that a reader of APDUs would act on. */
const protocolData = Uint8Array.of(0x11, 0x10, 0, 0x4d, 0, 254, 0);

export interface CcidReader {
  readonly device: UsbDevice;
  place(chip: ApduPeer, atr: Uint8Array): void;
  remove(): void;
}

/** A contactless chip reader of USB's CCID class. Whatever the chip takes, the reader asks for more time. */
export function ccidReader(serialNumber: string): CcidReader {
  let laid: { chip: ApduPeer; atr: Uint8Array } | null = null;
  let powered = false;
  let received: Buffer = Buffer.alloc(0);

  const device = usbDevice({
    ...ids,
    manufacturer: 'Virtual',
    product: 'Virtual chip reader',
    serialNumber,
    interfaces: [
      {
        class: 0x0b,
        subclass: 0,
        protocol: 0,
        extra: classDescriptor(),
        endpoints: [
          { kind: 'bulk', direction: 'out', address: bulkOut, maxPacket: 512 },
          { kind: 'bulk', direction: 'in', address: bulkIn, maxPacket: 512 },
          { kind: 'interrupt', direction: 'in', address: interruptIn, maxPacket: 8 },
        ],
      },
    ],
    onControl: ({ requestType }) => (requestType === 0x21 ? null : 'stall'),
    onOut(_endpoint, data) {
      received = Buffer.concat([received, data]);
      while (received.length >= header && received.length >= header + received.readUInt32LE(1)) {
        const length = header + received.readUInt32LE(1);
        void handle(Buffer.from(received.subarray(0, length)));
        received = received.subarray(length);
      }
      return undefined;
    },
  });

  const tellSlot = () => device.send(interruptIn, Uint8Array.of(slotChanged, 2 | (laid ? 1 : 0)));
  const lift = () => {
    laid?.chip.reset();
    laid = null;
    powered = false;
    tellSlot();
  };
  const reply = (
    type: number,
    sequence: number,
    body: Uint8Array,
    more: { status?: number; error?: number } = {},
  ) => {
    const head = Buffer.alloc(header);
    head[0] = type;
    head.writeUInt32LE(body.length, 1);
    head[6] = sequence;
    head[7] = (more.status ?? 0) | (!laid ? 2 : powered ? 0 : 1);
    head[8] = more.error ?? 0;
    device.send(bulkIn, Buffer.concat([head, body]));
  };
  const nothing = new Uint8Array();

  async function transfer(sequence: number, apdu: Uint8Array): Promise<void> {
    const now = laid;
    const silent = { status: failed, error: cardMute };
    if (!now || !powered) return reply(answer.data, sequence, nothing, silent);
    const waiting = setInterval(
      () => reply(answer.data, sequence, nothing, { status: timeExtension, error: 1 }),
      stillAtIt,
    );
    const given = await now.chip.process(apdu).finally(() => clearInterval(waiting));
    if (laid === now && !given) lift();
    if (laid === now && given) reply(answer.data, sequence, given);
    else reply(answer.data, sequence, nothing, silent);
  }

  async function handle(message: Buffer): Promise<void> {
    const sequence = message[6] ?? 0;
    switch (message[0]) {
      case command.powerOn:
        if (!laid) return reply(answer.data, sequence, nothing, { status: failed, error: cardMute });
        laid.chip.reset();
        powered = true;
        return reply(answer.data, sequence, laid.atr);
      case command.powerOff:
        laid?.chip.reset();
        powered = false;
        return reply(answer.slotStatus, sequence, nothing);
      case command.slotStatus:
        return reply(answer.slotStatus, sequence, nothing);
      case command.transfer:
        return transfer(sequence, Uint8Array.from(message.subarray(header)));
      case command.parameters:
      case command.set:
        return reply(answer.parameters, sequence, protocolData, {});
      default:
        return reply(answer.slotStatus, sequence, nothing, { status: failed, error: unsupported });
    }
  }

  return {
    device,
    place(chip, atr) {
      laid = { chip, atr };
      powered = false;
      tellSlot();
    },
    remove: lift,
  };
}
