import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Check, StepName } from '../../electron/contract/index.ts';
import { fileKeyProvider, loadOrCreateKey, openVault } from '../../electron/host/vault/index.ts';
import { openBrowser, openWindow } from '../kiosk/browser.ts';
import { connect, type WindowClient } from '../kiosk/client.ts';
import { freshData, type KioskProcess, startKiosk } from '../kiosk/process.ts';
import { messagesOf } from '../visit/messages.ts';
import { readersReady } from '../visit/scene.ts';
import { isFamilyNameOf, stepOf, waitForStep, walkUntil } from '../visit/walker.ts';
import { redeemOffer, verifyCredential } from '../wallet/index.ts';
import { scanQr } from './qr.ts';
import { specimen } from './specimens.ts';

export interface DemoOptions {
  out: string;
  person?: string;
  document?: string;
  language: string;
  size: { width: number; height: number };
}

/** The visit's steps, and the screen of `document-reading` that asks for the other side. */
type ScreenName = StepName | 'document-turn-over';

export interface DemoSummary {
  ok: boolean;
  error?: string;
  person?: string;
  document?: string;
  language?: string;
  /**
   * In the order of the visit; `ms` from the screen's appearance to the next one's. `again` says what was wrong with the
   * photos of before, where the visitor was asked for others.
   */
  steps: { step: ScreenName; screenshot: string; ms: number; again?: string }[];
  /** Milliseconds from the start of the program to the first screen, and of the whole visit. */
  startMs?: number;
  visitMs?: number;
  qr?: string;
  decision?: { outcome: string | null; evidenceStrength: string; checks: Record<string, string> };
  credential?: { issuer: string; configuration: string; claims: string[]; verified: boolean };
  wiped?: boolean;
  requestsOutside?: number;
}

/**
 * One whole visit on real parts: the built kiosk, Chromium with a webcam film, virtual devices, the embedded issuer,
 * and a wallet written by others.
 * @throws Error when any part of it does not do what it should
 */
export async function runDemo(options: DemoOptions): Promise<DemoSummary> {
  const begun = performance.now();
  const kiosk = await startKiosk({ data: freshData() });
  const closers: (() => Promise<unknown> | unknown)[] = [() => kiosk.stop()];
  try {
    const station = await connect('station', await kiosk.address('station'));
    const staff = await connect('staff', await kiosk.address('staff'));
    const who = specimen(options.person, options.document);
    await readersReady(station);
    await station.remote.simulate({ type: 'stand', person: who.id });
    await kiosk.vision;
    const browser = await openBrowser(kiosk.webcamFile);
    closers.unshift(() => browser.close());
    const { page, strayed, errors } = await openWindow(browser, await kiosk.address('visitor'), options.size);
    await waitForStep(page, 'attract');
    const summary = await visit({
      options,
      kiosk,
      station,
      staff,
      page,
      strayed,
      errors,
      who,
      startMs: performance.now() - begun,
    });
    for (const close of closers.splice(0)) await close();
    return { ...summary, wiped: await assertWiped(kiosk.data) };
  } finally {
    for (const close of closers) await close();
    rmSync(kiosk.data, { recursive: true, force: true });
  }
}

interface Parts {
  options: DemoOptions;
  kiosk: KioskProcess;
  station: WindowClient<'station'>;
  staff: WindowClient<'staff'>;
  page: Page;
  strayed: string[];
  errors: string[];
  who: ReturnType<typeof specimen>;
  startMs: number;
}

async function visit({
  options,
  kiosk,
  station,
  staff,
  page,
  strayed,
  errors,
  who,
  startMs,
}: Parts): Promise<DemoSummary> {
  const m = await messagesOf(options.language);
  const album = createAlbum(page, options.out, () => wrongWithFace(staff.latest().visit?.checks ?? []));
  const begun = performance.now();
  await album.take('attract');
  await page.getByRole('button', { name: (await messagesOf('en')).attract.start }).click();
  await waitForStep(page, 'language');
  await album.take('language');
  await page.locator(`[lang="${options.language}"]`).last().click();
  await waitForStep(page, 'wallet');

  await walkUntil(
    {
      page,
      m,
      simulate: (action) => station.remote.simulate(action),
      specimen: who,
      onStep: (step) => album.take(step),
      onTurnOver: () => album.take('document-turn-over'),
    },
    ['offer', 'refused', 'referred'],
  );
  if ((await stepOf(page)) !== 'offer')
    throw new DemoError(`the visit ended at ${await stepOf(page)} and not with an offer`);
  const decided = staff.latest().visit;
  await page.locator('.tx-digits').waitFor();
  const qr = await scanQr(page);
  writeFileSync(join(options.out, 'qr.txt'), `${qr}\n`);
  const txCode = ((await page.locator('.tx-digits').textContent()) ?? '').replace(/\D/g, '');

  const redeemed = await redeemOffer(qr, { txCode });
  const { trustAnchor } = await kiosk.issuer;
  await verifyCredential(redeemed.credential, trustAnchor);
  writeFileSync(
    join(options.out, 'credential.json'),
    `${JSON.stringify({ credential: redeemed.credential, claims: redeemed.claims }, null, 2)}\n`,
  );
  await waitForStep(page, 'success');
  await album.take('success');
  await page.getByRole('button', { name: m.success.finish }).click();
  await waitForStep(page, 'ended');
  await album.take('ended');
  await waitForStep(page, 'attract');
  const visitMs = performance.now() - begun;

  if (!isFamilyNameOf(who, redeemed.claims.family_name))
    throw new DemoError('the credential is not about the visitor');
  const left = await page.content();
  if (
    staff.latest().visit !== null ||
    [who.familyName, who.printedFamilyName].some((name) => left.includes(name))
  ) {
    throw new DemoError('something of the visit was left on the kiosk');
  }
  if (strayed.length > 0) throw new DemoError(`a request left the kiosk: ${new URL(strayed[0]!).host}`);
  if (errors.length > 0) throw new DemoError(`the window reported an error: ${errors[0]}`);
  return {
    ok: true,
    person: who.id,
    document: who.document,
    language: options.language,
    startMs: Math.round(startMs),
    visitMs: Math.round(visitMs),
    steps: album.steps(),
    qr,
    decision: {
      outcome: decided?.outcome ?? null,
      evidenceStrength: decided?.evidenceStrength ?? 'NONE',
      checks: Object.fromEntries(
        (decided?.checks ?? []).map((one) => [one.check, `${one.outcome} (${one.reason})`]),
      ),
    },
    credential: {
      issuer: redeemed.credentialIssuer,
      configuration: redeemed.credentialConfigurationId,
      claims: Object.keys(redeemed.claims),
      verified: true,
    },
    wiped: false,
    requestsOutside: strayed.length,
  };
}

/** Says what went wrong in words of ours; nothing of the visitor is in them. */
export class DemoError extends Error {}

export function codeOf(error: unknown): string {
  return error instanceof Error ? error.message.split('\n')[0]! : 'unknown';
}

function wrongWithFace(checks: readonly Check[]): string {
  const face = ['face-quality', 'liveness', 'face-match'];
  const wrong = checks.find(({ check, outcome }) => face.includes(check) && outcome !== 'passed');
  return wrong ? `${wrong.check}: ${wrong.reason}` : 'unknown';
}

function createAlbum(page: Page, folder: string, wrongBefore: () => string) {
  const taken: { step: ScreenName; screenshot: string; at: number; again?: string }[] = [];
  return {
    async take(step: ScreenName) {
      const at = performance.now();
      if (taken.at(-1)?.step === step) return;
      const screenshot = `${String(taken.length + 1).padStart(2, '0')}-${step}.png`;
      // Pictures and fonts come a moment after the step.
      await page.evaluate('document.fonts.ready').catch(() => {});
      await page.waitForTimeout(step === 'document-review' || step === 'face-capture' ? 700 : 250);
      await page.screenshot({ path: join(folder, screenshot) });
      const again = step === 'face-capture' && taken.some((one) => one.step === step);
      taken.push({ step, screenshot, at, ...(again && { again: wrongBefore() }) });
    },
    steps() {
      const end = performance.now();
      return taken.map(({ at, ...one }, index) => ({
        ...one,
        ms: Math.round((taken[index + 1]?.at ?? end) - at),
      }));
    },
  };
}

/**
 * Opens the vault the kiosk left and looks: every visit's key is destroyed, and the log still verifies.
 * @throws DemoError when one can still be read
 */
async function assertWiped(data: string): Promise<true> {
  const directory = join(data, 'vault');
  const { key } = await loadOrCreateKey(directory, fileKeyProvider);
  const vault = openVault({ directory, key, clock: { now: () => Date.now() } });
  try {
    const visits = await vault.listVisits();
    if (visits.length === 0 || visits.some((one) => one.shreddedAt === null)) {
      throw new DemoError('a visit can still be read on the kiosk');
    }
    if (!(await vault.verifyChain()).ok) throw new DemoError('the log of the kiosk does not verify');
    return true;
  } finally {
    await vault.close();
  }
}
