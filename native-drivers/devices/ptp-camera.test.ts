import { describe, expect, it } from 'vitest';
import { type PtpCameraWorld, ptpCamera, ptpCameraInfo } from '../peers/ptp-camera.ts';
import {
  ptp,
  ptpContainers,
  readDeviceInfo,
  readHandles,
  readObjectInfo,
  writePtp,
} from '../protocols/ptp.ts';
import { virtualUsb } from '../simulator/virtual-usb.ts';
import { seededRandom } from '../testing/random.ts';
import { openPtpCamera } from './ptp-camera.ts';

const info = ptpCameraInfo('1-1@1');
const jpegOf = (length: number) =>
  Uint8Array.from({ length }, (_, index) => [0xff, 0xd8, 0xff][index] ?? index % 250);

async function bench(world: Partial<PtpCameraWorld> = {}, page = jpegOf(70_000)) {
  const usb = virtualUsb();
  const camera = ptpCamera({
    send: (endpoint, bytes) => usb.send(info.path, endpoint, bytes),
    page: () => page,
    ...world,
  });
  usb.plug(info, camera);
  const port = await usb.open(info);
  return { usb, camera, port, page, open: () => openPtpCamera(port, { dotsPerInch: 300, patience: 300 }) };
}

describe('PTP containers', () => {
  it('come back as they were written, however they are cut', () => {
    const sent = Uint8Array.from([
      ...writePtp('command', ptp.getObject, 7, [1, 0xffffffff]),
      ...writePtp('data', ptp.getObject, 7, Uint8Array.of(1, 2, 3)),
      ...writePtp('response', ptp.ok, 7),
    ]);
    for (let cut = 0; cut <= sent.length; cut++) {
      const parser = ptpContainers(10);
      const found = [...parser.push(sent.subarray(0, cut)), ...parser.push(sent.subarray(cut))];
      expect(found).toMatchObject([
        { kind: 'command', code: 0x1009, transaction: 7, params: [1, 0xffffffff] },
        { kind: 'data', data: Uint8Array.of(1, 2, 3) },
        { kind: 'response', code: 0x2001, params: [] },
      ]);
    }
  });

  it('of another form are refused, and noise comes to nothing but refusals', () => {
    const reason = (bytes: Uint8Array) => ptpContainers(10).push(bytes)[0]?.kind;
    expect(reason(writePtp('data', 1, 1, new Uint8Array(11)))).toBe('too-large');
    expect(reason(Uint8Array.of(11, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0))).toBe('malformed');
    expect(reason(Uint8Array.of(12, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0))).toBe('malformed');
    expect(reason(writePtp('event', 1, 1, [1, 2, 3, 4, 5, 6]))).toBe('malformed');
    const random = seededRandom(5);
    const parser = ptpContainers(1000);
    for (let i = 0; i < 20_000; i++) {
      const noise = random.bytes(random.below(40));
      if (random.below(3))
        noise.set(
          Uint8Array.of(random.below(60), random.below(4), 0, 0, random.below(6), 0).subarray(
            0,
            noise.length,
          ),
        );
      if (parser.push(noise).some(({ kind }) => kind === 'malformed' || kind === 'too-large')) parser.reset();
      expect(parser.held).toBeLessThan(2000);
      readDeviceInfo(noise);
      readHandles(noise);
      readObjectInfo(noise);
    }
  });
});

describe('a page camera', () => {
  it.each([false, true])('says what it is, takes pictures, and keeps none (mute: %s)', async (mute) => {
    const { camera, page, open } = await bench({ mute });
    const source = await open();
    expect(await source.describe()).toEqual({ name: 'Proofdesk Page camera', firmware: '1.2' });
    for (let i = 0; i < 2; i++) {
      const shot = source.scan({ dotsPerInch: 300 });
      expect(await shot).toEqual({ bytes: page, mediaType: 'image/jpeg', dotsPerInch: 300 });
    }
    expect(camera.kept()).toBe(0);
    await source.close();
  });

  it('may send data and response in one transfer', async () => {
    const held: Uint8Array[] = [];
    const usb = virtualUsb();
    const page = jpegOf(1000);
    const camera = ptpCamera({
      page: () => page,
      send(endpoint, bytes) {
        if (endpoint === 1) held.push(bytes);
        if (endpoint === 1 && new DataView(bytes.buffer).getUint16(4, true) === 2) return;
        usb.send(info.path, endpoint, endpoint === 1 ? Buffer.concat(held.splice(0)) : bytes);
      },
    });
    usb.plug(info, camera);
    const source = await openPtpCamera(await usb.open(info), { dotsPerInch: 300, patience: 300 });
    expect(await source.scan({ dotsPerInch: 300 })).toMatchObject({ bytes: page });
    await source.close();
  });

  it('is found in the middle of a picture that somebody else asked for, and starts over', async () => {
    const { usb, camera, page, open } = await bench();
    await (await open()).close();
    // Longer than one transfer, and nothing in it is a container.
    usb.send(info.path, 1, page.subarray(40));
    camera.received(2, writePtp('command', ptp.openSession, 0, [1]).subarray(0, 7));
    const again = await openPtpCamera(await usb.open(info), { dotsPerInch: 300, patience: 300 });
    expect(await again.scan({ dotsPerInch: 300 })).toMatchObject({ bytes: page });
    await again.close();
  });

  it.each([512 - 12, 1024 - 12, 256 * 1024 - 12, 256 * 1024])(
    'sends a picture of %i bytes, which may fill its last packet',
    async (length) => {
      const { open, page } = await bench({}, jpegOf(length));
      const source = await open();
      expect((await source.scan({ dotsPerInch: 300 })).bytes).toEqual(page);
    },
  );

  it('goes on in a session that a driver left open', async () => {
    const { usb, port, open } = await bench();
    await open();
    await port.close();
    const source = await openPtpCamera(await usb.open(info), { dotsPerInch: 300 });
    expect((await source.describe()).firmware).toBe('1.2');
  });

  it.each([
    [ptp.initiateCapture, ptp.deviceBusy, 'device/busy'],
    [ptp.initiateCapture, ptp.storeFull, 'device/failed'],
    [ptp.getObject, ptp.accessDenied, 'device/access-denied'],
    [ptp.getObjectInfo, ptp.invalidHandle, 'device/protocol'],
  ])('that refuses %i with %i fails as %s, and keeps no picture', async (operation, code, fault) => {
    const { open, camera } = await bench({ refuse: (asked) => (asked === operation ? code : undefined) });
    const source = await open();
    await expect(source.scan({ dotsPerInch: 300 })).rejects.toMatchObject({ code: fault });
    expect(camera.kept()).toBe(0);
  });

  it('that sends something else than a picture fails', async () => {
    const { open, camera } = await bench({}, Uint8Array.of(1, 2, 3));
    await expect((await open()).scan({ dotsPerInch: 300 })).rejects.toMatchObject({
      code: 'device/protocol',
    });
    expect(camera.kept()).toBe(0);
  });

  it('is called off, and pulled, at any moment', async () => {
    const { open, usb } = await bench({ mute: true, page: () => jpegOf(10) });
    const source = await open();
    await expect(source.scan({ dotsPerInch: 300, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'drivers/cancelled',
    });
    const shot = source.scan({ dotsPerInch: 300 });
    setTimeout(() => usb.pull(info.path), 5);
    await expect(shot).rejects.toMatchObject({ code: 'device/disconnected-while-sending' });
    await source.close();
    expect(usb.opened()).toBe(0);
  });
});
