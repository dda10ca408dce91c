import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepName } from '../electron/contract/index.ts';
import { scanQr } from './demo/qr.ts';
import { specimen, specimenIds } from './demo/specimens.ts';
import type { WindowClient } from './kiosk/client.ts';
import { messagesOf } from './visit/messages.ts';
import { type OpenKiosk, shells } from './visit/shells.ts';
import { isFamilyNameOf, type Visiting, waitForStep, walkUntil } from './visit/walker.ts';
import { redeemOffer } from './wallet/index.ts';

const m = await messagesOf('en');
const closing = ['offer', 'refused', 'referred'] as const;

describe.each(shells)('a visit in $name', ({ open }) => {
  let kiosk: OpenKiosk;
  const [who, other] = specimenIds().map((id) => specimen(id));

  beforeAll(async () => {
    kiosk = await open();
    await waitForStep(await kiosk.visitor(), 'attract');
  });
  afterAll(() => kiosk?.close());

  const visitAgain = async () => waitForStep(await kiosk.visitor(), 'attract', 60_000);

  /**
   * Walks to the end of a visit. A machine that gave too few pictures for the person to be judged refers them, as it should:
   * then the visit is walked once more.
   */
  async function walkToEnd(more: Partial<Visiting> = {}): Promise<StepName> {
    for (let again = kiosk.staff === undefined ? 0 : 2; ; again -= 1) {
      const page = await kiosk.visitor();
      const visiting = { page, m, simulate: kiosk.simulate, specimen: who!, ...more };
      const outcome = await walkUntil(visiting, closing, 90_000);
      if (outcome !== 'referred' || again === 0) return outcome;
      const staff = await kiosk.staff!();
      const { visit } = await staff.until((now) => now.visit?.step === 'referred');
      staff.close();
      if (visit?.checks.find(({ check }) => check === 'liveness')?.reason !== 'too-few-frames')
        return outcome;
      await page.getByRole('button', { name: m.referred.finish }).click();
      await visitAgain();
    }
  }

  /** The person comes with their number: staff open the visit, look, accept, and the kiosk offers the credential. */
  async function servedAtTheDesk(staff: WindowClient<'staff'>, number: string) {
    const { tickets } = await staff.until((now) => now.tickets.some((one) => one.ticket === number));
    const visit = tickets.find((one) => one.ticket === number)?.visit ?? '';
    expect(await staff.remote.command({ type: 'staff.open-ticket', visit })).toEqual({ ok: true });
    await waitForStep(await kiosk.visitor(), 'referred');
    const opened = await staff.until((now) => now.visit?.awaitingStaff === true);
    expect(isFamilyNameOf(who!, opened.visit?.summary?.familyName)).toBe(true);
    const page = await staff.remote.picture({ ref: opened.visit?.pageRefs[0] ?? '' });
    expect(Buffer.from(page.bytes.subarray(0, 2)).toString('hex')).toBe('ffd8');
    await staff.remote.command({ type: 'staff.observe', genuine: true, samePerson: true });
    const decide = { type: 'staff.decide', outcome: 'accept', reason: 'compared at the desk' } as const;
    expect(await staff.remote.command(decide)).toEqual({ ok: true });
    const screen = await kiosk.visitor();
    await waitForStep(screen, 'offer');
    await screen.locator('.tx-digits').waitFor();
    const txCode = ((await screen.locator('.tx-digits').textContent()) ?? '').replace(/\D/g, '');
    await redeemOffer(await scanQr(screen), { txCode });
    await waitForStep(screen, 'success');
    await screen.getByRole('button', { name: m.success.finish }).click();
    await visitAgain();
    staff.close();
  }

  it('leads from Start to a credential in the wallet, and leaves nothing behind', async () => {
    const page = await kiosk.visitor();
    await page.evaluate('window.visitMark = 1');
    expect(await walkToEnd()).toBe('offer');
    await page.locator('.tx-digits').waitFor();
    const offer = await scanQr(page);
    const txCode = ((await page.locator('.tx-digits').textContent()) ?? '').replace(/\D/g, '');
    const { claims } = await redeemOffer(offer, { txCode });
    expect(isFamilyNameOf(who!, claims.family_name)).toBe(true);
    await waitForStep(page, 'success');
    await page.getByRole('button', { name: m.success.finish }).click();
    await visitAgain();
    const next = await kiosk.visitor();
    const left = await next.content();
    for (const name of [who!.familyName, who!.printedFamilyName]) expect(left).not.toContain(name);
    // A page that began anew remembers nothing that was set in the one before.
    await expect.poll(() => next.evaluate('window.visitMark')).toBeUndefined();
  }, 300_000);

  it('refuses another person before the camera, and does not say why', async () => {
    const page = await kiosk.visitor();
    const seen: string[] = [];
    const outcome = await walkToEnd({
      standing: other!.id,
      onStep: async (step) => {
        seen.push(step);
      },
    });
    expect(outcome).toBe('refused');
    // How often it was asked is counted elsewhere: a quick answer can come and go between two looks at the page.
    expect(seen).toContain('face-capture');
    const text = (await page.locator('main').innerText()).toLowerCase();
    for (const word of ['face', 'match', 'photo', 'score', 'person']) expect(text).not.toContain(word);
    await page.getByRole('button', { name: m.refused.finish }).click();
    await visitAgain();
  }, 300_000);

  it('serves who declines face comparison with a number for the desk', async () => {
    const { simulate } = kiosk;
    const page = await kiosk.visitor();
    const seen: string[] = [];
    const outcome = await walkUntil(
      {
        page,
        m,
        simulate,
        specimen: who!,
        biometric: false,
        onStep: async (step) => {
          seen.push(step);
        },
      },
      closing,
    );
    expect(outcome).toBe('referred');
    expect(seen).not.toContain('face-capture');
    const number = /[2-9A-Z]{3}-[2-9A-Z]{3}/.exec(await page.locator('main').innerText())?.[0];
    expect(number).toBeDefined();
    await page.getByRole('button', { name: m.referred.finish }).click();
    await visitAgain();
    if (kiosk.staff) await servedAtTheDesk(await kiosk.staff(), number!);
  });
});
