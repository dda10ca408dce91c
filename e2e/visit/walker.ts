import type { Page } from 'playwright-core';
import type { DocumentType, SimulatorAction, StepName } from '../../electron/contract/index.ts';
import type { Messages } from '../../renderer/i18n/en.ts';
import { layDown, type ReadingBy } from './reading.ts';

/** A specimen as the visit needs it. */
export interface Specimen {
  id: string;
  document: string;
  documentType: DocumentType;
  /** As a person would type it, in Latin letters. */
  givenNames: string;
  familyName: string;
  /** As it is printed in the document; a chip has it like this too, with what Latin letters cannot say. */
  printedFamilyName: string;
  issuer: string;
}

/** Whether a family name read from the document is the specimen's, however its source spells it. */
export function isFamilyNameOf({ familyName, printedFamilyName }: Specimen, read: unknown): boolean {
  const known = [familyName, printedFamilyName].map((name) => name.toLowerCase());
  return typeof read === 'string' && known.includes(read.toLowerCase());
}

export interface Visiting {
  page: Page;
  m: Messages;
  simulate(action: SimulatorAction): Promise<unknown>;
  specimen: Specimen;
  /** Who stands before the camera; the specimen when not given. */
  standing?: string;
  biometric?: boolean;
  /** How the document gets in; as the station would have it when not given. */
  by?: ReadingBy;
  /** Called on every screen, when it has come to rest and before it is left. */
  onStep?: (step: StepName) => Promise<void>;
  /** Called when the screen asks for the document's other side. */
  onTurnOver?: () => Promise<void>;
}

/** The step that the window shows now. */
export async function stepOf(page: Page): Promise<StepName> {
  return (await page.locator('[data-step]').first().getAttribute('data-step')) as StepName;
}

export async function waitForStep(page: Page, step: StepName, timeout = 30_000): Promise<void> {
  await page.locator(`[data-step="${step}"]`).waitFor({ timeout });
}

/** What a visitor's hands do on each screen. Screens without an entry go on by themselves. */
const hands: Partial<Record<StepName, (visiting: Visiting) => Promise<void>>> = {
  async attract({ page, m }) {
    await page.getByRole('button', { name: m.attract.start }).click();
  },
  async language({ page }) {
    const language = await page.locator('html').getAttribute('lang');
    await page.locator(`button[lang="${language}"], button:has([lang="${language}"])`).first().click();
  },
  async wallet({ page, m }) {
    await page.getByRole('button', { name: /Paradym/ }).click();
    await page.getByRole('button', { name: m.wallet.installed }).click();
  },
  async pairing({ page, m }) {
    await page.getByRole('button', { name: m.pairing.ready }).click();
  },
  async introduction({ page, m }) {
    await page.getByRole('button', { name: m.introduction.start }).click();
  },
  async details({ page, m, specimen }) {
    await page.getByLabel(m.details.givenNames).fill(specimen.givenNames);
    await page.getByLabel(m.details.familyName).fill(specimen.familyName);
    await page.getByLabel(m.details.email).fill('specimen@example.org');
    await page.getByRole('button', { name: m.common.continue, exact: true }).click();
  },
  async consent({ page, m, biometric = true }) {
    await page.getByText(m.consent.termsYes).click();
    await page.getByText(biometric ? m.consent.biometricYes : m.consent.biometricNo, { exact: true }).click();
    await page.getByRole('button', { name: m.common.continue, exact: true }).click();
  },
  async 'document-choice'({ page, m, specimen }) {
    await page
      .locator('.countries-list button', { has: page.getByText(specimen.issuer, { exact: true }) })
      .first()
      .click();
    await page
      .locator('button', { has: page.getByText(m.documentTypes[specimen.documentType], { exact: true }) })
      .click();
  },
  async 'document-guidance'({ page, m }) {
    await page.getByRole('button', { name: m.guidance.ready }).click();
  },
  'document-reading': layDown,
  async 'document-review'({ page, m }) {
    // Only what no check digit protects is asked for; a chip leaves nothing.
    const confirm = page.getByText(m.review.confirm, { exact: true });
    if (await confirm.isVisible()) await confirm.click();
    await page.getByRole('button', { name: m.review.submit }).click();
  },
  async 'face-guidance'({ page, m }) {
    await page.getByRole('button', { name: m.faceGuidance.ready }).click();
  },
};

/**
 * Walks the visit from the screen it is on until one of `goals` is shown, as a visitor would, and returns that step.
 * @throws Error naming the step that did not go on
 */
export async function walkUntil(
  visiting: Visiting,
  goals: readonly StepName[],
  timeout = 60_000,
): Promise<StepName> {
  const { page } = visiting;
  await visiting.simulate({
    type: 'stand',
    person: visiting.standing ?? visiting.specimen.id,
  });
  for (;;) {
    const step = await stepOf(page);
    await visiting.onStep?.(step);
    if (goals.includes(step)) return step;
    await hands[step]?.(visiting);
    await page
      .locator(`[data-step]:not([data-step="${step}"])`)
      .first()
      .waitFor({ timeout })
      .catch((cause) => {
        throw new Error(`the visit stayed on ${step}`, { cause });
      });
  }
}
