import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';

/** Linux include/uapi/linux/uhid.h: types of events, and the place of what is in them. */
const create2 = 11;
const destroyDevice = 1;
const output = 6;
const getReport = 9;
const getReportReply = 10;
const input2 = 12;
const setReport = 13;
const setReportReply = 14;
const headBytes = 4;
const bodyBytes = 4372;
const mostReport = 4096;
const usbBus = 3;

export interface UhidOptions {
  name: string;
  serialNumber: string;
  vendorId: number;
  productId: number;
  /** HID report descriptor. */
  descriptor: Uint8Array;
  onOutput?: (report: Uint8Array) => void;
  /** A feature report the host sets, its id first. */
  onFeature?: (report: Uint8Array) => void;
}

export interface UhidDevice {
  /** Sends an input report to the kernel, its id first. */
  input(report: Uint8Array): void;
  /** The cable is pulled. */
  destroy(): void;
}

/**
 * A HID device that the kernel believes in, through `/dev/uhid`: hidraw, hid-generic and whoever opens them see hardware.
 * Needs root and the module `uhid`. The kernel waits for answers to feature reports, so whoever asks for them has to be
 * another process.
 */
export function uhidDevice(options: UhidOptions): UhidDevice {
  const file = openSync('/dev/uhid', constants.O_RDWR | constants.O_NONBLOCK);
  const send = (type: number, fill: (body: Buffer) => void = () => {}) => {
    const event = Buffer.alloc(headBytes + bodyBytes);
    event.writeUInt32LE(type, 0);
    fill(event.subarray(headBytes));
    writeSync(file, event);
  };
  const answer = (event: Buffer) => {
    const body = event.subarray(headBytes);
    switch (event.readUInt32LE(0)) {
      case output:
        options.onOutput?.(Uint8Array.from(body.subarray(0, body.readUInt16LE(mostReport))));
        return;
      case getReport: {
        const id = body.readUInt32LE(0);
        send(getReportReply, (reply) => {
          reply.writeUInt32LE(id, 0);
          reply.writeUInt16LE(0, 4);
          reply.writeUInt16LE(1, 6);
          reply[8] = body[4] ?? 0;
        });
        return;
      }
      case setReport: {
        const id = body.readUInt32LE(0);
        const size = body.readUInt16LE(6);
        options.onFeature?.(Uint8Array.from(body.subarray(8, 8 + size)));
        send(setReportReply, (reply) => reply.writeUInt32LE(id, 0));
      }
    }
  };
  const look = () => {
    const event = Buffer.alloc(headBytes + bodyBytes);
    for (;;) {
      try {
        if (readSync(file, event, 0, event.length, null) === 0) return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return;
        throw error;
      }
      answer(event);
    }
  };
  const timer = setInterval(look, 5);
  send(create2, (body) => {
    body.write(options.name, 0, 127);
    body.write('virtual/0', 128, 63);
    body.write(options.serialNumber, 192, 63);
    body.writeUInt16LE(options.descriptor.length, 256);
    body.writeUInt16LE(usbBus, 258);
    body.writeUInt32LE(options.vendorId, 260);
    body.writeUInt32LE(options.productId, 264);
    body.writeUInt32LE(0x0100, 268);
    body.set(options.descriptor, 276);
  });
  let there = true;
  return {
    input: (report) =>
      send(input2, (body) => {
        body.writeUInt16LE(report.length, 0);
        body.set(report, 2);
      }),
    destroy() {
      if (!there) return;
      there = false;
      clearInterval(timer);
      send(destroyDevice);
      closeSync(file);
    },
  };
}
