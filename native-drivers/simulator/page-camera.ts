import { randomBytes } from 'node:crypto';
import { deviceId } from '../devices/keeper.ts';
import { delays } from '../peers/delays.ts';
import { ptpCamera, ptpCameraInfo } from '../peers/ptp-camera.ts';
import { ptp } from '../protocols/ptp.ts';
import type { UsbTransport } from '../transports/usb.ts';
import type { LaidPage } from './page-scanner.ts';
import type { ReaderWorld } from './virtual-reader.ts';
import { virtualUsb } from './virtual-usb.ts';

const path = 'simulated/page-camera';
const info = ptpCameraInfo(path);
export const pageCameraId = deviceId('usb', info);

/** Milliseconds between the pieces of a slow picture, and between those of one without end; bytes of a piece. */
const slowPiece = 250;
const endlessPiece = 10;
const pieces = 8;
const endlessLength = 1 << 16;

export interface PageCameraWorld extends ReaderWorld {
  page(): Promise<LaidPage | null>;
}

export interface SimulatedPageCamera {
  readonly usb: UsbTransport;
  plug(): void;
  unplug(): void;
  stop(): void;
}

/** A still camera over a table that speaks PTP, and breaks in the middle of a picture as told. */
export function pageCamera(world: PageCameraWorld): SimulatedPageCamera {
  const usb = virtualUsb();
  const { after, stop } = delays();
  let page: Uint8Array | null = null;
  /** What belongs to a picture is held until its response, so that it can be sent otherwise. */
  let held: Uint8Array | null = null;
  const through = (bytes: Uint8Array) => usb.send(path, 1, bytes);
  let plugged = false;
  const unplug = () => {
    plugged = false;
    stop();
    usb.pull(path);
  };
  const goOn = () => {
    if (world.fault() !== 'endless') return;
    through(new Uint8Array(randomBytes(endlessLength)));
    after(endlessPiece, goOn);
  };
  const sendPicture = (data: Uint8Array, response: Uint8Array) => {
    const half = data.subarray(0, data.length >> 1);
    switch (world.fault()) {
      case 'garbage':
        return through(new Uint8Array(randomBytes(512)));
      case 'half-frame':
        return through(half);
      case 'wrong-order':
        through(response);
        return through(data);
      case 'duplicate':
        for (const one of [data, response, data, response]) through(one);
        return;
      case 'endless': {
        // Longer than any page by what it says of itself, and than that as well.
        const head = data.slice();
        new DataView(head.buffer).setUint32(0, 0xffff_ff00, true);
        through(head);
        return goOn();
      }
      case 'slow': {
        const length = Math.ceil(data.length / pieces);
        for (let piece = 0; piece < pieces; piece++) {
          after(piece * slowPiece, () => through(data.subarray(piece * length, (piece + 1) * length)));
        }
        return after(pieces * slowPiece, () => through(response));
      }
      case 'crash':
        through(half);
        return world.ends.crash();
      case 'hang':
        through(half);
        return world.ends.hang();
      case 'unplug-mid-read':
        through(half);
        unplug();
        return world.spent();
      default:
        through(data);
        through(response);
    }
  };
  const camera = ptpCamera({
    page: () => page,
    refuse: (operation) =>
      operation === ptp.initiateCapture && world.fault() === 'stuck' ? ptp.deviceBusy : undefined,
    send(endpoint, bytes) {
      if (endpoint !== 1) return usb.send(path, endpoint, bytes);
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      const [type, code] = [view.getUint16(4, true), view.getUint16(6, true)];
      if (type === 2 && code === ptp.getObject) {
        held = bytes;
      } else if (held) {
        const data = held;
        held = null;
        sendPicture(data, bytes);
      } else through(bytes);
    },
  });
  const plug = () => {
    if (plugged) return;
    plugged = true;
    usb.plug(info, {
      control(setup) {
        // Whoever opens it anew is not sent the rest of what was asked before.
        stop();
        return camera.control(setup);
      },
      received(endpoint, bytes) {
        // The page is read from its file before the order is carried out.
        // A page whose file is gone is none.
        const laid = world.page().catch(() => null);
        void laid.then((now) => {
          page = now?.bytes ?? null;
          camera.received(endpoint, bytes);
        });
        return undefined;
      },
    });
  };
  plug();
  return { usb, plug, unplug, stop };
}
