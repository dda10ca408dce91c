import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import type { DocumentRead, DriverEvents } from '../../electron/contract/index.ts';
import { hidDeviceId } from '../devices/hid-devices.ts';
import { ippUsbDevice, ippUsbInfo } from '../peers/ipp-usb.ts';
import { ptpCamera, ptpCameraInfo } from '../peers/ptp-camera.ts';
import { serialDevices as peers } from '../peers/serial.ts';
import { hidPosReports, hidPosUsage } from '../protocols/hid-pos.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import { capabilitiesXml, statusXml } from '../simulator/escl-xml.ts';
import { virtualHid } from '../simulator/virtual-hid.ts';
import { virtualUsb } from '../simulator/virtual-usb.ts';
import { type DriverStation, type DriverStationParts, driverStation } from '../station.ts';
import { virtualSerial } from '../testing/virtual-serial.ts';
import type { Bus } from '../transports/bus.ts';
import type { HttpClient } from '../transports/http.ts';
import { type Entry, type Recording, readRecording, writeRecording } from './format.ts';
import { maskRecording } from './mask.ts';
import { maskText } from './mask-text.ts';
import type { Tape } from './recorder.ts';
import { replay } from './replay.ts';

const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, ...Array(3000).fill(7));
const summary = ({ reading }: DocumentRead) =>
  reading.kind === 'lines' ? reading.lines : reading.kind === 'image' ? reading.bytes.length : reading.kind;

/** Everything a station did with one device, and what it told of it. */
async function recorded(
  device: string,
  parts: Partial<DriverStationParts>,
  happen: (station: DriverStation, heard: unknown[]) => Promise<void>,
) {
  const heard: unknown[] = [];
  const told = {
    readStarted: () => heard.push('started'),
    documentRead: (read: DocumentRead) => heard.push(summary(read)),
    readFailed: ({ code }: { code: string }) => heard.push(code),
  };
  const recording: Recording = { device: null as never, masked: false, entries: [] };
  const began = performance.now();
  const tape: Tape = {
    device: (one) => Object.assign(recording, { device: one }),
    note: (kind, about = {}, bytes = new Uint8Array()) =>
      recording.entries.push({ at: performance.now() - began, kind, about, bytes: bytes.slice() }),
  };
  const station = driverStation({
    hid: [],
    escl: [],
    served: async () => false,
    ...parts,
    simulator: null,
    recorder: { device, tape },
    tell: new Proxy({} as DriverEvents, {
      get: (_, name) => (body: never) => told[name as keyof typeof told]?.(body),
    }),
  });
  const state = (name: string) =>
    vi.waitFor(() => expect(station.calls.list()).toMatchObject([{ id: device, state: name }]), 4000);
  await state('ready');
  await happen(Object.assign(station, { state }), heard);
  await station.close();
  // By way of the file, as a support engineer gets it.
  return { heard, recording: readRecording(writeRecording(recording)) };
}
async function played(recording: Recording, patience?: number) {
  const heard: unknown[] = [];
  const problems = await replay(
    recording,
    {
      readStarted: () => heard.push('started'),
      documentRead: (read) => heard.push(summary(read)),
      readFailed: ({ code }) => heard.push(code),
    },
    { longestPause: 150, ...(patience && { patience }) },
  );
  return { heard, problems };
}
const read = (heard: unknown[], count: number) => vi.waitFor(() => expect(heard).toHaveLength(count), 4000);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const hidInfo = {
  path: 'a',
  vendorId: 0x0c2e,
  productId: 0x0b6a,
  ...hidPosUsage,
  product: 'Imager',
  serialNumber: '7',
};
const recordHid = () => {
  const hid = virtualHid();
  hid.plug(hidInfo);
  const reports = hidPosReports(writeTextMessage(lines), ']o2');
  return recorded(hidDeviceId(hidInfo), { hid: [hid] }, async (_, heard) => {
    for (const report of reports) hid.send('a', report);
    await read(heard, 2);
    hid.send('a', reports[0]!);
    hid.unplug('a');
    await read(heard, 4);
  });
};
const recordElyctis = () => {
  const serial = virtualSerial();
  const info = { path: 'a', vendorId: 0x1ffa, productId: 1, product: '', serialNumber: '' };
  const peer = peers.elyctis((bytes) => serial.send('a', bytes));
  serial.plug(info, peer);
  return recorded('serial:1ffa:0001', { serial: [serial] }, async (station, heard) => {
    await pause(30);
    peer.show(lines);
    await read(heard, 2);
    await pause(120);
    await station.calls.trigger('serial:1ffa:0001');
    await read(heard, 4);
    await pause(120);
  });
};
const recordScanner = () => {
  const usb = virtualUsb();
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    if (url.endsWith('Capabilities')) response.end(capabilitiesXml(300));
    else if (url.endsWith('Status')) response.end(statusXml('idle', true));
    else if (request.method === 'POST') response.writeHead(201, { location: '/eSCL/ScanJobs/1' }).end();
    else response.end(url.endsWith('NextDocument') ? jpeg : '');
  });
  const info = ippUsbInfo('2');
  usb.plug(
    info,
    ippUsbDevice(server, (endpoint, bytes) => usb.send('2', endpoint, bytes)),
  );
  return usb;
};

describe('a replay', () => {
  it('of a HID reader reads what was read, and loses what was lost', async () => {
    const { heard, recording } = await recordHid();
    expect(heard).toEqual(['started', lines, 'started', 'device/disconnected-while-sending']);
    expect(await played(recording)).toEqual({ heard, problems: [] });
  });

  it('of a masked recording reads the masked document', async () => {
    const { recording } = await recordHid();
    const masked = maskText(lines.join('\r')).split('\r');
    expect((await played(maskRecording(recording))).heard.slice(0, 2)).toEqual(['started', masked]);
  });

  it('of a serial reader greets, arms, triggers and leaves as recorded', async () => {
    const { heard, recording } = await recordElyctis();
    expect(heard).toEqual(['started', lines, 'started', lines]);
    expect(await played(recording)).toEqual({ heard, problems: [] });
  });

  it('of a page camera takes the picture again', async () => {
    const usb = virtualUsb();
    const camera = ptpCamera({ send: (endpoint, bytes) => usb.send('3', endpoint, bytes), page: () => jpeg });
    usb.plug(ptpCameraInfo('3'), camera);
    const id = 'usb:1209:0005:SIMULATED';
    const { recording } = await recorded(id, { usb: [usb] }, async (station) => {
      await station.calls.scan({ device: id, dotsPerInch: 300 });
    });
    expect(await played(recording)).toEqual({ heard: [jpeg.length], problems: [] });
    const masked = maskRecording(recording);
    expect(await played(masked)).toEqual({ heard: [jpeg.length], problems: [] });
    expect(masked.entries.some(({ bytes }) => bytes.length > 1000 && bytes.at(-1) === 7)).toBe(false);
    expect(masked.entries.map(({ bytes }) => bytes.length)).toEqual(
      recording.entries.map(({ bytes }) => bytes.length),
    );
  });

  it('of a scanner over USB pipes scans again', async () => {
    const usb = recordScanner();
    const id = 'usb:1209:0004:SIMULATED';
    const { recording } = await recorded(id, { usb: [usb] }, async (station) => {
      await station.calls.scan({ device: id, dotsPerInch: 300 });
    });
    expect(await played(recording)).toEqual({ heard: [jpeg.length], problems: [] });
  });

  it('of a scanner at an address asks for its state as often as it likes', async () => {
    let page = 0;
    const http: HttpClient = async ({ method, url }) => {
      const answer = (status: number, body: string | Uint8Array = '', location: string | null = null) => ({
        status,
        header: (name: string) => (name === 'location' ? location : null),
        body: new Uint8Array(typeof body === 'string' ? Buffer.from(body) : body),
      });
      if (url.pathname.endsWith('Capabilities')) return answer(200, capabilitiesXml(300));
      if (url.pathname.endsWith('Status')) return answer(200, statusXml('idle', true));
      if (method === 'POST') return answer(201, '', '/eSCL/ScanJobs/1');
      return method === 'GET' ? answer(page++ === 0 ? 200 : 404, jpeg) : answer(200);
    };
    const endpoint = { id: 'escl:x', base: new URL('http://x/eSCL'), simulated: false, http };
    const { recording } = await recorded('escl:x', { escl: [endpoint] }, async (station) => {
      await station.calls.scan({ device: 'escl:x', dotsPerInch: 300 });
      await Promise.resolve(station.calls.scan({ device: 'escl:x', dotsPerInch: 300 })).catch(() => {});
    });
    const { heard, problems } = await played(recording);
    expect({ heard, problems }).toEqual({ heard: [jpeg.length, 'device/no-document'], problems: [] });
    const masked = maskRecording(recording);
    expect(masked.entries.some(({ bytes }) => bytes.length === jpeg.length && bytes[4] === 0)).toBe(true);
  });
});

describe('a replayed scanner of the system', () => {
  const bus = <Info>(info: Info): Bus<Info> => ({
    simulated: false,
    list: async () => [info],
    onChange: () => () => {},
    close: async () => {},
  });
  /** Stands in for scanimage: says what the scanner can do, sends a page, and then finds no further one. */
  const scanimage = `#!/bin/sh
case "$*" in
  *--all-options*) printf '    --resolution 150|300dpi [150]\\n' ;;
  *) if mkdir "$PROOFDESK_TEST_PAGE.taken" 2>/dev/null; then cat "$PROOFDESK_TEST_PAGE"
     else echo 'scanimage: sane_start: Document feeder out of documents' >&2; exit 7; fi ;;
esac
`;

  it.skipIf(process.platform === 'win32')(
    'scans what was scanned, fails as it failed, masked or not',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'proofdesk-sane-'));
      const before = process.env.PATH;
      try {
        writeFileSync(join(folder, 'scanimage'), scanimage, { mode: 0o755 });
        writeFileSync(join(folder, 'page'), jpeg);
        process.env.PATH = `${folder}:${before}`;
        process.env.PROOFDESK_TEST_PAGE = join(folder, 'page');
        const sane = bus({ device: 'test:0', vendor: 'Maker', model: 'Flat 1' });
        const id = 'sane:Maker-Flat-1';
        const { recording } = await recorded(id, { sane }, async (station) => {
          await station.calls.scan({ device: id, dotsPerInch: 300 });
          await Promise.resolve(station.calls.scan({ device: id, dotsPerInch: 300 })).catch(() => {});
        });
        expect(recording.device).toMatchObject({ id, transport: 'sane', name: 'Maker Flat 1' });
        const heard = [jpeg.length, 'device/no-document'];
        expect(await played(recording)).toEqual({ heard, problems: [] });
        const masked = maskRecording(recording);
        expect(masked.entries.find(({ bytes }) => bytes.length === jpeg.length)?.bytes[10]).toBe(0);
        expect(await played(masked)).toEqual({ heard, problems: [] });
        const other = {
          ...recording,
          entries: recording.entries.filter(({ about }) => about.do === undefined),
        };
        expect((await played(other, 300)).problems).toMatchObject([{ code: 'replay/left-over' }]);
      } finally {
        process.env.PATH = before;
        delete process.env.PROOFDESK_TEST_PAGE;
        rmSync(folder, { recursive: true });
      }
    },
  );
});

describe('a replayed adapter', () => {
  it('says what it said, masked or not', async () => {
    const sample = fileURLToPath(
      new URL('../../resources/vendor-adapter/sample-adapter.mjs', import.meta.url),
    );
    const adapters = [{ command: `"${process.execPath}" "${sample}"` }];
    const id = 'vendor:sample:page';
    const { heard, recording } = await recorded(id, { adapters }, async (station) => {
      await station.calls.scan({ device: id, dotsPerInch: 300 });
      await pause(1200);
    });
    expect(heard).toEqual([lines]);
    const again = await played(recording);
    expect(again).toEqual({ heard: [lines, 204], problems: [] });
    const masked = await played(maskRecording(recording));
    expect(masked).toEqual({ heard: [maskText(lines.join('\n')).split('\n'), 204], problems: [] });
    expect(writeRecording(maskRecording(recording))).not.toContain(Buffer.from('ERIKSSON').toString('hex'));
  });
});

describe('a replay that is not as recorded', () => {
  const bent = (recording: Recording, bend: (entries: Entry[]) => void): Recording => {
    const entries = recording.entries.map((entry) => ({ ...entry, bytes: entry.bytes.slice() }));
    bend(entries);
    return { ...recording, entries };
  };

  it('fails on a wrong, an unexpected and a left-over exchange', async () => {
    const { recording } = await recordElyctis();
    const problem = async (bend: (entries: Entry[]) => void) =>
      (await played(bent(recording, bend), 900)).problems.map(({ code, entry }) => [code, entry]);
    const sent = recording.entries.findIndex(({ kind }) => kind === 'sent');
    expect(
      await problem((entries) => {
        entries[sent]!.bytes[0] = 0x57;
      }),
    ).toEqual([['replay/wrong', sent + 1]]);
    expect(await problem((entries) => entries.splice(sent + 2))).toEqual([['replay/unexpected', sent + 3]]);
    const more = { kind: 'sent', at: 1e6, about: {}, bytes: Uint8Array.of(1) } as const;
    expect((await problem((entries) => entries.push(more)))[0]?.[0]).toBe('replay/left-over');
    expect(
      await problem((entries) => {
        entries[0]!.about = { ...entries[0]!.about, baudRate: 300 };
      }),
    ).toEqual([['replay/wrong', 1]]);
  });

  it('is refused when it does not say what the device is', async () => {
    const { recording } = await recordHid();
    const nothing = { ...recording, device: { ...recording.device, info: {} } };
    await expect(replay(nothing)).rejects.toMatchObject({ code: 'recording/malformed' });
  });
});
