import { afterEach, expect, it } from 'vitest';
import type { StepName } from '../electron/contract/index.ts';
import { scanQr } from './demo/qr.ts';
import { freshData } from './kiosk/process.ts';
import { openScene, type Scene } from './visit/scene.ts';
import { waitForStep, walkUntil } from './visit/walker.ts';
import { redeemOffer } from './wallet/index.ts';

let scene: Scene | null = null;
afterEach(async () => {
  await scene?.close();
  scene = null;
});

/** The power goes at this step; everything acknowledged before it is there when it comes back. */
it.each<StepName>(['details', 'document-review', 'face-capture', 'offer'])(
  'goes on at %s after a power cut, to a credential',
  async (step) => {
    const data = freshData();
    const first = await openScene({ data });
    expect(await walkUntil(first.visiting, [step, 'refused', 'referred'])).toBe(step);
    if (step === 'offer') await first.page.locator('.tx-digits').waitFor();
    const before = await first.page.locator('main').innerText();
    const offer = step === 'offer' ? await scanQr(first.page) : null;
    await first.kiosk.cut();
    await first.browser.close();

    scene = await openScene({ data });
    await waitForStep(scene.page, step);
    // A live picture and a countdown move on; what was read and shown does not.
    if (step === 'details' || step === 'document-review') {
      await expect.poll(() => scene?.page.locator('main').innerText()).toBe(before);
    }
    if (step !== 'offer')
      expect(await walkUntil(scene.visiting, ['offer', 'refused', 'referred'])).toBe('offer');
    await scene.page.locator('.tx-digits').waitFor();
    const txCode = ((await scene.page.locator('.tx-digits').textContent()) ?? '').replace(/\D/g, '');
    // At the offer it is the code from before the cut that the phone still holds.
    await redeemOffer(offer ?? (await scanQr(scene.page)), { txCode });
    await waitForStep(scene.page, 'success');
  },
);
