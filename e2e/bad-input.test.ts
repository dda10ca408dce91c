import { execFileSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openWindow } from './kiosk/browser.ts';
import { dial } from './kiosk/client.ts';
import { freshData, root, startKiosk } from './kiosk/process.ts';
import { layDown } from './visit/reading.ts';
import { openScene, type Scene } from './visit/scene.ts';
import { waitForStep, walkUntil } from './visit/walker.ts';

let scene: Scene | null = null;
afterEach(async () => {
  await scene?.close();
  scene = null;
});
const closing = ['offer', 'refused', 'referred'] as const;
const resources = process.env.PROOFDESK_RESOURCES ?? join(root, 'resources');

describe('windows', () => {
  it('turns a second visitor window away with a screen of its own, and the first goes on', async () => {
    scene = await openScene();
    await waitForStep(scene.page, 'attract');
    await scene.page.getByRole('button', { name: scene.visiting.m.attract.start }).click();
    await waitForStep(scene.page, 'language');
    // A token that is good: the one the first window keeps for its next connection.
    const token = await scene.page.evaluate("sessionStorage.getItem('proofdesk.resume.visitor')");
    const second = await openWindow(
      scene.browser,
      `${new URL(scene.page.url()).origin}/visitor/index.html#token=${token}`,
    );
    await second.page.getByText(scene.visiting.m.connection.replaced).waitFor();
    expect(await second.page.locator('[data-step]').count()).toBe(0);
    await scene.page.locator('[data-step="language"]').waitFor();
    const refused = await openWindow(
      scene.browser,
      `${new URL(scene.page.url()).origin}/visitor/index.html#token=${'x'.repeat(43)}`,
    );
    await refused.page.getByText(scene.visiting.m.connection.refused).waitFor();
    await refused.context.close();
    await second.context.close();
  });

  it('refuses a wrong token, and a page of another origin', async () => {
    const kiosk = await startKiosk({ flags: ['--no-vision'] });
    try {
      const address = await kiosk.address('visitor');
      await expect(dial(address.replace(/token=.*/, `token=${'x'.repeat(43)}`), 'visitor')).rejects.toThrow(
        'closed 4001',
      );
      await expect(dial(address, 'visitor', { origin: 'http://evil.example' })).rejects.toThrow(/403/);
      const { socket } = await dial(address, 'visitor');
      await expect(dial(address, 'visitor')).rejects.toThrow('closed 4001');
      socket.close();
    } finally {
      await kiosk.stop();
    }
  });
});

describe('the vault', () => {
  it('is set aside when it is damaged; the kiosk starts with a fresh one and tells staff', async () => {
    const data = freshData();
    const first = await startKiosk({ data, flags: ['--no-vision'] });
    await first.issuer;
    await first.stop();
    const folder = join(data, 'vault');
    const file = join(folder, 'vault.db');
    const handle = openSync(file, 'r+');
    for (let at = 512; at < statSync(file).size; at += 1024)
      writeSync(handle, Buffer.from([0x5a, 0xa5, 0x5a]), 0, 3, at);
    closeSync(handle);

    scene = await openScene({ data });
    await waitForStep(scene.page, 'attract');
    const told = await scene.staff.until((now) =>
      now.notices.some((one) => one.code === 'vault/quarantined'),
    );
    expect(told.notices.find((one) => one.code === 'vault/quarantined')?.level).toBe('error');
    expect(readdirSync(join(folder, 'quarantine'))).toHaveLength(1);
    expect(await walkUntil(scene.visiting, ['details'])).toBe('details');
  });

  const canMount = process.getuid?.() === 0 && process.platform === 'linux';
  it.skipIf(!canMount)(
    'puts the kiosk out of service while the disk is full, loses nothing, and comes back by itself',
    async () => {
      const data = freshData();
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', data]);
      const filler = join(data, 'filler');
      try {
        scene = await openScene({ data });
        expect(await walkUntil(scene.visiting, ['details'])).toBe('details');
        fill(filler);
        const { page, visiting } = scene;
        await page.getByLabel(visiting.m.details.givenNames).fill('Maja');
        await page.getByLabel(visiting.m.details.familyName).fill('Lindqvist');
        await page.getByLabel(visiting.m.details.email).fill('maja@example.org');
        await page.getByRole('button', { name: visiting.m.common.continue, exact: true }).click();
        const told = await scene.staff.until((now) => now.outOfService !== null);
        expect(told.outOfService?.code).toBe('vault/disk-full');
        await page.getByText('vault/disk-full').waitFor();
        rmSync(filler);
        await waitForStep(page, 'details', 20_000);
        expect(await walkUntil(visiting, ['consent'])).toBe('consent');
      } finally {
        await scene?.close();
        scene = null;
        execFileSync('umount', ['-l', data]);
      }
    },
  );
});

describe('the station', () => {
  it('refers the visitor when a face model is missing, and tells staff which part to mend', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'proofdesk-resources-'));
    for (const name of readdirSync(resources))
      if (name !== 'models') symlinkSync(join(resources, name), join(copy, name));
    mkdirSync(join(copy, 'models'));
    // Followed: a folder of models may itself be a link, and what is removed below is removed from the copy.
    cpSync(join(resources, 'models/generated'), join(copy, 'models/generated'), {
      recursive: true,
      dereference: true,
    });
    rmSync(join(copy, 'models/generated/face_embedder.tflite'));
    scene = await openScene({ env: { PROOFDESK_RESOURCES: copy }, vision: false });
    const told = await scene.staff.until(
      (now) => now.notices.some((one) => one.code === 'vision/model-missing'),
      40_000,
    );
    expect(told.health.find((one) => one.part === 'models')?.state).toBe('down');
    expect(await walkUntil(scene.visiting, closing, 60_000)).toBe('referred');
    rmSync(copy, { recursive: true, force: true });
  });

  it('shows a way on without a camera', async () => {
    scene = await openScene({ camera: false });
    const { page, visiting, staff } = scene;
    // Staff know before anybody has come.
    await staff.until((now) => now.visit === null && now.notices.some((one) => one.code === 'camera/none'));
    expect(await walkUntil(visiting, ['face-capture'])).toBe('face-capture');
    await page.getByText(visiting.m.face.none).first().waitFor({ timeout: 15_000 });
    await staff.until((now) => now.notices.some((one) => one.code === 'camera/none'));
    await page.getByRole('button', { name: visiting.m.faceGuidance.decline }).click();
    await waitForStep(page, 'referred');
  });

  it('takes the camera up again after it was lost in the middle of the visit', async () => {
    scene = await openScene();
    const { page, visiting, staff } = scene;
    const camera = (now: ReturnType<typeof staff.latest>) =>
      now.devices.find(({ kind }) => kind === 'camera');
    const { notices } = await staff.until((now) => now.visit === null && camera(now)?.state === 'ready');
    expect(notices).toEqual([]);
    // An empty room keeps the picture from being taken before the cable is pulled.
    await walkUntil(visiting, ['face-guidance']);
    await visiting.simulate({ type: 'stand', person: null });
    await page.getByRole('button', { name: visiting.m.faceGuidance.ready }).click();
    await page.locator('.face-stage[data-state="live"]').waitFor();
    // The camera goes on showing the room until it is opened again, which it is two seconds after it was lost.
    await visiting.simulate({ type: 'stand', person: visiting.specimen.id });
    // As text, because this program knows nothing of the page's world.
    await page.evaluate(`(() => {
      const track = document.querySelector('video').srcObject.getVideoTracks()[0];
      track.stop();
      track.dispatchEvent(new Event('ended'));
    })()`);
    const lost = await staff.until((now) => now.notices.some((one) => one.code === 'camera/lost'));
    expect(camera(lost)).toMatchObject({ state: 'absent', simulated: true });
    expect(await walkUntil(visiting, closing, 60_000)).toBe('offer');
    expect(camera(staff.latest())).toMatchObject({ state: 'ready', fault: null });
  });

  it('tells of a reader that was unplugged mid-read, and reads when it is back', async () => {
    scene = await openScene();
    const { page, visiting, station } = scene;
    expect(await walkUntil(visiting, ['document-reading'])).toBe('document-reading');
    const reader = station.latest().devices.find((one) => one.kind === 'mrz-reader')!.id;
    await visiting.simulate({ type: 'break', device: reader, fault: 'unplug-mid-read' });
    await visiting.simulate({
      type: 'present',
      person: visiting.specimen.id,
      document: visiting.specimen.document,
    });
    await page.getByText(visiting.m.reading.unplugged).first().waitFor({ timeout: 15_000 });
    await visiting.simulate({ type: 'remove' });
    await visiting.simulate({ type: 'plug', device: reader });
    await station.until((now) => now.devices.some((one) => one.id === reader && one.state === 'ready'));
    await layDown(visiting);
    await waitForStep(page, 'document-review', 20_000);
  });

  it('goes on when the driver process dies or hangs in the middle of a visit', async () => {
    scene = await openScene();
    const { visiting, station, page } = scene;
    await walkUntil(visiting, ['document-reading']);
    const reader = station.latest().devices.find((one) => one.kind === 'mrz-reader')!.id;
    for (const fault of ['crash', 'hang'] as const) {
      await visiting.simulate({ type: 'break', device: reader, fault }).catch(() => {});
      await visiting
        .simulate({ type: 'present', person: visiting.specimen.id, document: visiting.specimen.document })
        .catch(() => {});
      await station.until((now) => now.devices.every((one) => one.state !== 'ready'), 15_000);
      await station.until(
        (now) => now.devices.some((one) => one.id === reader && one.state === 'ready'),
        15_000,
      );
    }
    await layDown(visiting);
    await waitForStep(page, 'document-review', 20_000);
  });
});

/** Fills the file system to its last block. */
function fill(path: string) {
  writeFileSync(path, '');
  const handle = openSync(path, 'a');
  const block = Buffer.alloc(4096);
  try {
    for (;;) writeSync(handle, block);
  } catch {
    // Full: that is what was wanted.
  } finally {
    closeSync(handle);
  }
}
