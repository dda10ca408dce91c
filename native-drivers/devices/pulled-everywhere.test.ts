import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ippUsbDevice, ippUsbInfo } from '../peers/ipp-usb.ts';
import { ptpCamera, ptpCameraInfo } from '../peers/ptp-camera.ts';
import { esclClient } from '../protocols/escl/client.ts';
import { hidPosReports, hidPosUsage } from '../protocols/hid-pos.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import { capabilitiesXml, statusXml } from '../simulator/escl-xml.ts';
import { virtualHid } from '../simulator/virtual-hid.ts';
import { virtualUsb } from '../simulator/virtual-usb.ts';
import { specimenLicence, specimenLines } from '../testing/specimens.ts';
import { openUsbHttp } from '../transports/usb-http.ts';
import { hidDevices } from './hid-devices.ts';
import { openPtpCamera } from './ptp-camera.ts';
import { usbDevices } from './usb-devices.ts';

const page = Uint8Array.from({ length: 900 }, (_, index) => [0xff, 0xd8, 0xff][index] ?? index % 250);
const gone = /^device\/disconnected-(before|while)-sending$/;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const settle = (milliseconds = 1) => vi.advanceTimersByTimeAsync(milliseconds);
const hearing = () => {
  const heard: string[] = [];
  return {
    heard,
    events: {
      changed() {},
      readStarted: () => heard.push('started'),
      documentRead: () => heard.push('read'),
      readFailed: ({ code }: { code: string }) => heard.push(code),
    },
  };
};

/** Sends through a wire that is pulled after so many bytes altogether. */
function cutWire(send: (bytes: Uint8Array) => void, pull: () => void, limit: number) {
  let left = limit;
  return (bytes: Uint8Array) => {
    if (left < 0) return;
    if (bytes.length <= left) {
      left -= bytes.length;
      return send(bytes);
    }
    if (left > 0) send(bytes.subarray(0, left));
    left = -1;
    pull();
  };
}

describe('a cable that is pulled at every byte', () => {
  it.each([
    ['lines', writeTextMessage(specimenLines), ']o2'],
    ['a licence', Uint8Array.from(Buffer.from(specimenLicence, 'latin1')), ']L2'],
  ])('of the reports of a HID reader ends as a failed reading or as none: %s', async (_, message, aim) => {
    const reports = hidPosReports(message, aim);
    const info = {
      path: 'a',
      vendorId: 0x1209,
      productId: 1,
      ...hidPosUsage,
      product: '',
      serialNumber: '',
    };
    const hid = virtualHid();
    const { heard, events } = hearing();
    const devices = hidDevices(hid, events);
    const total = reports.length * 64;
    for (let cut = 0; cut <= total; cut++) {
      hid.plug(info);
      await settle();
      heard.length = 0;
      const wire = cutWire(
        (report) => hid.send('a', report),
        () => hid.unplug('a'),
        cut,
      );
      for (const report of reports) wire(report);
      hid.unplug('a');
      await settle(600);
      expect(heard.filter((one) => one === 'read')).toHaveLength(cut === total ? 1 : 0);
      const ends = heard.filter((one) => one !== 'started');
      if (cut === 0) expect(heard).toEqual([]);
      else if (cut < total) {
        expect(ends.length).toBeLessThanOrEqual(1);
        for (const one of ends) expect(one).toMatch(/disconnected-while-sending|protocol/);
        expect(heard.includes('started')).toBe(ends.length > 0);
      }
    }
    hid.plug(info);
    await settle();
    for (const report of reports) hid.send('a', report);
    expect(heard.at(-1)).toBe('read');
    await devices.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of the pipe of a USB reader ends as a failed reading or as none', async () => {
    const usb = virtualUsb();
    const info = {
      path: 'r',
      vendorId: 0x1209,
      productId: 3,
      product: '',
      serialNumber: '',
      interfaces: [
        {
          number: 0,
          alternate: 0,
          code: [0xff, 0, 0] as [number, number, number],
          endpoints: [{ number: 1, direction: 'in' as const, type: 'bulk' as const, packetSize: 64 }],
        },
      ],
    };
    const { heard, events } = hearing();
    const devices = usbDevices(usb, events, { served: async () => false });
    const message = writeTextMessage(specimenLines);
    for (let cut = 0; cut <= message.length; cut++) {
      usb.plug(info);
      await settle();
      heard.length = 0;
      for (let at = 0; at < cut; at += 64) usb.send('r', 1, message.subarray(at, Math.min(at + 64, cut)));
      await settle();
      usb.pull('r');
      await settle(600);
      expect(heard).toEqual(
        cut === 0 ? [] : ['started', cut === message.length ? 'read' : 'device/disconnected-while-sending'],
      );
    }
    await devices.close();
    expect(usb.opened()).toBe(0);
  });

  it('of what a page camera sends fails the picture as unplugged, and leaves nothing open', async () => {
    const info = ptpCameraInfo('p');
    let sent = 0;
    const run = async (limit: number) => {
      sent = 0;
      const usb = virtualUsb();
      let wires: Record<number, (bytes: Uint8Array) => void> = {};
      const camera = ptpCamera({
        page: () => page,
        send(endpoint, bytes) {
          sent += bytes.length;
          wires[endpoint]?.(bytes);
        },
      });
      // Both pipes are one cable.
      let left = limit;
      const through = (endpoint: number) => (bytes: Uint8Array) =>
        cutWire(
          (some) => {
            left -= some.length;
            usb.send('p', endpoint, some);
          },
          () => usb.pull('p'),
          left,
        )(bytes);
      wires = { 1: through(1), 3: through(3) };
      usb.plug(info, camera);
      const outcome = (async () => {
        const port = await usb.open(info);
        try {
          const source = await openPtpCamera(port, { dotsPerInch: 300, patience: 300 });
          const { bytes } = await source.scan({ dotsPerInch: 300 });
          await source.close();
          return bytes.length === page.length ? 'picture' : 'another picture';
        } catch (error) {
          return String((error as { code?: unknown }).code);
        } finally {
          await port.close();
        }
      })();
      await settle(3000);
      expect(usb.opened()).toBe(0);
      return outcome;
    };
    expect(await run(Infinity)).toBe('picture');
    const total = sent;
    expect(total).toBeGreaterThan(page.length);
    for (let cut = 0; cut < total; cut++) {
      const ended = await run(cut);
      // Behind the picture there is only its deletion, which may fail.
      if (ended !== 'picture') expect(ended).toMatch(gone);
      else expect(cut).toBeGreaterThan(page.length);
    }
  }, 30_000);

  it('of what a scanner answers over its pipes fails the page as broken off, and leaves nothing open', async () => {
    vi.useRealTimers();
    const info = ippUsbInfo('s');
    const small = page.subarray(0, 300);
    const run = async (limit: number) => {
      let sent = 0;
      const usb = virtualUsb();
      const server = createServer((request, response) => {
        const url = request.url ?? '';
        response.sendDate = false;
        if (url.endsWith('Capabilities')) response.end(capabilitiesXml(300));
        else if (url.endsWith('Status')) response.end(statusXml('idle', true));
        else if (request.method === 'POST')
          response.writeHead(201, { location: '/eSCL/ScanJobs/1', 'content-length': 0 }).end();
        else response.end(url.endsWith('NextDocument') ? small : '');
      });
      let left = limit;
      usb.plug(
        info,
        ippUsbDevice(server, (endpoint, bytes) => {
          sent += bytes.length;
          cutWire(
            (some) => {
              left -= some.length;
              usb.send('s', endpoint, some);
            },
            () => usb.pull('s'),
            left,
          )(bytes);
        }),
      );
      const http = await openUsbHttp(await usb.open(info));
      try {
        const client = esclClient(new URL('http://usb/eSCL'), http.request, 2000);
        const { bytes } = await client.scan({ dotsPerInch: 300 });
        return { sent, ended: bytes.length === small.length ? 'page' : 'another page' };
      } catch (error) {
        return { sent, ended: String((error as { code?: unknown }).code) };
      } finally {
        await http.close();
        server.closeAllConnections();
        expect(usb.opened()).toBe(0);
      }
    };
    const { sent: total, ended } = await run(Infinity);
    expect(ended).toBe('page');
    const together = 32;
    for (let from = 0; from < total; from += together) {
      const cuts = Array.from({ length: Math.min(together, total - from) }, (_, index) => from + index);
      const ends = await Promise.all(cuts.map(run));
      ends.forEach(({ ended }, index) => {
        if (ended !== 'page') expect(ended).toMatch(gone);
        // Behind the page only the job is given back, which may fail.
        else expect(cuts[index]).toBeGreaterThan(total - 200);
      });
    }
  }, 60_000);
});
