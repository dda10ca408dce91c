import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type KeyBurst, keyBurst } from '../../electron/contract/index.ts';
import { strokesOf } from '../../native-drivers/peers/keyboard.ts';
import { type KeyLayout, keyLayouts } from '../../native-drivers/protocols/key-layouts.ts';
import { readWedgeMessage } from '../../native-drivers/protocols/wedge-message.ts';
import { chromiumPath, openPage, type PageInBrowser } from '../vision/testing/browser.ts';
import { pressed, send } from './testing/keys.ts';
import type { WindowUnderTest } from './testing/page.tsx';

declare const underTest: WindowUnderTest;

const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const run = `${lines.join('')}\r`;
const licence = '@\r\u001e\rANSI 636026080102DL00410288ZA03290015DLDAQD12345678\rDCSPUBLIC JOHN\r';

// A busy machine delays single keys as no reader does, and a burst with a pause in it is a person's.
describe.skipIf(!chromiumPath)(
  'a reader that is a keyboard, in Chromium',
  { timeout: 60_000, retry: 2 },
  () => {
    let browser: PageInBrowser;
    let page: Page;
    beforeAll(async () => {
      browser = await openPage(fileURLToPath(new URL('./testing', import.meta.url)));
      page = browser.page;
    }, 120_000);
    afterAll(() => browser?.close());

    const type = (text: string, layout: KeyLayout = 'us', pace = 4) =>
      send(page, pressed(strokesOf(text, layout), pace));
    const asked = () => page.evaluate(() => underTest.asked as { type: string; burst?: KeyBurst }[]);
    const bursts = async (count: number) => {
      await page.waitForFunction((many) => underTest.asked.length >= many, count);
      const all = await asked();
      expect(all.map((one) => one.type)).toEqual(Array(count).fill('reader.keys'));
      return all.map(({ burst }) => keyBurst.parse(burst).strokes);
    };
    /** Longer than anything waits. */
    const calm = () => page.waitForTimeout(350);
    const scene = () =>
      page.evaluate(() => {
        const { activeElement: element } = document;
        const field = element as HTMLInputElement | null;
        return {
          values: [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map((one) =>
            one.type === 'radio' ? one.checked : one.value,
          ),
          focused: element?.id || element?.textContent || element?.tagName,
          selection: [field?.selectionStart, field?.selectionEnd],
        };
      });

    describe('in the visitor’s window, with the focus in the details', () => {
      const given = () => page.getByLabel('Given names');
      beforeEach(async () => {
        await page.goto(`${browser.origin}`);
        await given().waitFor();
        await given().fill('Anna Maria');
        await page.evaluate(() => {
          (document.activeElement as HTMLInputElement).setSelectionRange(2, 4);
        });
      });

      it.each(keyLayouts)(
        'set to %s: nothing stays, nothing is submitted, everything is read',
        async (layout) => {
          const before = await scene();
          await type(run, layout);
          const [strokes] = await bursts(1);
          expect(readWedgeMessage(strokes!, layout)).toEqual({ kind: 'lines', lines });
          await calm();
          expect(await scene()).toEqual(before);
          expect(await asked()).toHaveLength(1);
          // React knows the same: what is typed next goes to where the caret was.
          await page.keyboard.type('x', { delay: 120 });
          expect(await given().inputValue()).toBe('Anx Maria');
        },
      );

      it.each([1, 10, 20, 34, 50])('at a key each %i ms', async (pace) => {
        const before = await scene();
        await type(`${lines.join('\r')}\r`, 'us', pace);
        const [strokes] = await bursts(1);
        expect(readWedgeMessage(strokes!, 'us')).toEqual({ kind: 'lines', lines });
        await calm();
        expect(await scene()).toEqual(before);
      });

      it('that begins and ends with Tab, or begins with Enter, leaves the focus where it was', async () => {
        const before = await scene();
        for (const [count, text] of [`\t${lines.join('\t')}\t`, `\r${lines.join('\r')}\r`].entries()) {
          await type(text);
          const all = await bursts(count + 1);
          expect(readWedgeMessage(all[count]!, 'us')).toEqual({ kind: 'lines', lines });
          await calm();
          expect(await scene()).toEqual(before);
        }
      });

      it('whose barcode has an end key after its first character submits nothing', async () => {
        const before = await scene();
        await type(licence);
        const [strokes] = await bursts(1);
        expect(readWedgeMessage(strokes!, 'us')).toEqual({
          kind: 'barcode',
          text: licence.slice(0, -1),
          aim: null,
        });
        await calm();
        expect(await scene()).toEqual(before);
      });

      it('that types characters by their numbers', async () => {
        const before = await scene();
        const filler = [...'060'].map((digit, index) => ({
          ...strokesOf('x', 'us')[0]!,
          code: `Numpad${digit}`,
          alt: true,
          altBegins: index === 0,
        }));
        await send(page, pressed([...run].flatMap((one) => (one === '<' ? filler : strokesOf(one, 'us')))));
        const [strokes] = await bursts(1);
        expect(readWedgeMessage(strokes!, 'us')).toEqual({ kind: 'lines', lines });
        await calm();
        expect(await scene()).toEqual(before);
      });

      it('that types control characters with Control opens nothing, and its barcode is whole', async () => {
        const before = await scene();
        const key = (code: string, shift = false) => ({
          ...strokesOf('x', 'us')[0]!,
          code,
          shift,
          control: true,
        });
        const strokes = [
          ...strokesOf('@', 'us'),
          key('KeyJ'),
          key('Digit6', true),
          key('KeyM'),
          ...strokesOf('ANSI 636026080102DL00410288ZA03290015DLDAQD12345678', 'us'),
          key('KeyJ'),
          ...strokesOf('DCSPUBLIC\r', 'us'),
        ];
        await send(page, pressed(strokes));
        const [heard] = await bursts(1);
        expect(readWedgeMessage(heard!, 'us')).toEqual({
          kind: 'barcode',
          text: '@\n\u001e\rANSI 636026080102DL00410288ZA03290015DLDAQD12345678\nDCSPUBLIC',
          aim: null,
        });
        await calm();
        expect(await scene()).toEqual(before);
      });

      it('presses no button that has the focus', async () => {
        await page.getByRole('button', { name: 'Continue' }).focus();
        const before = await scene();
        await type(`\r${licence}`);
        await bursts(1);
        await type(` ${run}`);
        await bursts(2);
        await calm();
        expect(await scene()).toEqual(before);
        expect(await page.locator('.field-error').count()).toBe(0);
      });

      it('leaves nothing where an input method takes letters', async () => {
        await given().fill('Wei ');
        const session = await page.context().newCDPSession(page);
        await session.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
        await type(run);
        await bursts(1);
        await calm();
        expect(await given().inputValue()).toBe('Wei ni');
        expect((await scene()).focused).toBe(await given().getAttribute('id'));
      });

      it('whose last Enter comes late', async () => {
        const before = await scene();
        const events = pressed(strokesOf(run, 'us'));
        const late = events.map((event, index) =>
          index < events.length - 2 ? event : { ...event, timestamp: event.timestamp + 0.25 },
        );
        await send(page, late);
        await bursts(1);
        await calm();
        expect(await scene()).toEqual(before);
      });

      it('is heard again and again', async () => {
        const before = await scene();
        for (let count = 1; count <= 3; count++) {
          await type(run);
          await bursts(count);
          await calm();
        }
        expect(await scene()).toEqual(before);
      });

      it('is let through where the station expects none', async () => {
        await page.evaluate(() => underTest.expect(false));
        await calm();
        await type('ABCDEFGHIJKLMNOP');
        expect(await given().inputValue()).toBe('AnABCDEFGHIJKLMNOP Maria');
        expect(await asked()).toEqual([]);
        await page.evaluate(() => underTest.expect(true));
        await calm();
        await type('ABCDEFGHIJKLMNOP');
        await bursts(1);
        expect(await given().inputValue()).toBe('AnABCDEFGHIJKLMNOP Maria');
      });
    });

    describe('beside a person who types', () => {
      const given = () => page.getByLabel('Given names');
      const focused = () => page.evaluate(() => document.activeElement?.id);
      beforeEach(async () => {
        await page.goto(`${browser.origin}`);
        await given().focus();
      });

      it('shows what is typed at once, rolling fingers included', async () => {
        await page.keyboard.type('An', { delay: 130 });
        expect(await given().inputValue()).toBe('An');
        for (const roll of ['nam', 'aria', 'x', 'der']) {
          await type(roll, 'us', 20);
          await page.waitForTimeout(150);
        }
        expect(await given().inputValue()).toBe('Annamariaxder');
        await page.keyboard.press('Backspace');
        await page.keyboard.press('ArrowLeft');
        await page.keyboard.type('é', { delay: 90 });
        expect(await given().inputValue()).toBe('Annamariaxdée');
        expect(await asked()).toEqual([]);
      });

      it('keeps what was typed before the reader began', async () => {
        const events = pressed(strokesOf(run, 'us'));
        const first = pressed(strokesOf('q', 'us')).map((event) => ({
          ...event,
          timestamp: events[0]!.timestamp - 0.06,
        }));
        await send(page, [...first, ...events]);
        const [strokes] = await bursts(1);
        expect(readWedgeMessage(strokes!, 'us')).toEqual({ kind: 'lines', lines });
        expect(await given().inputValue()).toBe('q');
      });

      it('keeps what is typed as soon as the reader has ended', async () => {
        const swiped = pressed(strokesOf(run, 'us'));
        const end = swiped.at(-1)!.timestamp;
        const typed = [...'hello'].flatMap((letter, index) =>
          pressed(strokesOf(letter, 'us')).map((event) => ({
            ...event,
            timestamp: end + (index + 1) * 0.14,
          })),
        );
        await send(page, [...swiped, ...typed]);
        const [strokes] = await bursts(1);
        expect(readWedgeMessage(strokes!, 'us')).toEqual({ kind: 'lines', lines });
        expect(await given().inputValue()).toBe('hello');
      });

      it('takes a reader that pauses between its lines for one', async () => {
        const [first, second] = lines.map((line) => pressed(strokesOf(`${line}\r`, 'us')));
        const pause = first!.at(-1)!.timestamp + 0.15 - second![0]!.timestamp;
        await send(page, [
          ...first!,
          ...second!.map((event) => ({ ...event, timestamp: event.timestamp + pause })),
        ]);
        const [strokes] = await bursts(1);
        expect(readWedgeMessage(strokes!, 'us')).toEqual({ kind: 'lines', lines });
        expect(await given().inputValue()).toBe('');
      });

      it('lets Enter, Tab and Space do what they do', async () => {
        const first = await focused();
        await page.keyboard.type('Anna', { delay: 100 });
        await page.keyboard.press('Enter');
        await page.waitForFunction((id) => document.activeElement?.id !== id, first);
        await page.keyboard.type('de Vries', { delay: 100 });
        await page.keyboard.press('Tab');
        await page.keyboard.type('anna@example.org', { delay: 60 });
        await page.getByRole('button', { name: 'Continue' }).focus();
        await page.keyboard.press('Space');
        await page.waitForFunction(() => underTest.asked.length === 1);
        expect(await asked()).toEqual([
          {
            type: 'details.submit',
            givenNames: 'Anna',
            familyName: 'de Vries',
            email: 'anna@example.org',
          },
        ]);
      });

      it('presses a button once for one Enter', async () => {
        await page.getByRole('button', { name: 'Continue' }).focus();
        await page.keyboard.press('Enter');
        await page.locator('.field-error').first().waitFor();
        await calm();
        expect(await asked()).toEqual([]);
      });

      it('lets keys through that come right behind Enter, in their order', async () => {
        const first = await focused();
        await type('\rab', 'us', 60);
        await page.waitForFunction((id) => document.activeElement?.id !== id, first);
        await calm();
        expect((await scene()).values).toEqual(['', 'ab', '']);
      });

      it('lets repeated keys, a flat hand, input methods and pasted text through', async () => {
        const held = pressed(strokesOf('xxxxxxxxxxxxxxxxxxxx', 'us'), 30).filter(
          ({ type }) => type !== 'keyUp',
        );
        await send(
          page,
          held.map((event, index) => ({ ...event, autoRepeat: index > 0 })),
        );
        expect(await given().inputValue()).toBe('x'.repeat(20));
        await page.keyboard.up('x');
        await given().fill('');
        await page.waitForTimeout(100);
        const hand = pressed(strokesOf('asdfghjkl;', 'us'), 3);
        await send(page, [
          ...hand.filter(({ type }) => type !== 'keyUp'),
          ...hand.filter(({ type }) => type === 'keyUp'),
        ]);
        expect(await given().inputValue()).toBe('asdfghjkl;');
        await given().fill('');
        const session = await page.context().newCDPSession(page);
        for (const text of ['n', 'ni', 'ni h', 'ni ha', 'ni hao']) {
          await session.send('Input.imeSetComposition', {
            text,
            selectionStart: text.length,
            selectionEnd: text.length,
          });
        }
        await session.send('Input.insertText', { text: '你好' });
        await page.keyboard.insertText(run.trim());
        expect(await given().inputValue()).toBe(`你好${run.trim()}`);
        await calm();
        expect(await asked()).toEqual([]);
      });
    });

    it('leaves the staff’s reason as it was, and decides nothing', async () => {
      await page.goto(`${browser.origin}/?staff=referred`);
      const reason = page.getByTestId('decision-reason');
      await reason.fill('seen both');
      const before = await scene();
      await type(`${lines.join('\r')}\r`, 'de');
      const [strokes] = await bursts(1);
      expect(readWedgeMessage(strokes!, 'de')).toEqual({ kind: 'lines', lines });
      await page.getByTestId('cancel-visit').focus();
      await type(run, 'de');
      await bursts(2);
      await calm();
      expect((await scene()).values).toEqual(before.values);
      expect(await page.getByRole('alertdialog').count()).toBe(0);
      await reason.focus();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await page.keyboard.type('ok', { delay: 100 });
      expect(await reason.inputValue()).toBe('seen bothok');
    });

    it('chooses nothing from a list that has the focus, where a person does', async () => {
      await page.goto(`${browser.origin}/?staff=tests`);
      await page.getByTestId('view-station').click();
      const list = page.getByTestId('lay-down-choice');
      await list.focus();
      const [first, ...others] = await list.locator('option').allInnerTexts();
      const other = others.find((text) => text.trim()[0] !== first!.trim()[0])!.trim()[0]!;
      const chosen = () => list.evaluate((one: HTMLSelectElement) => one.selectedOptions[0]!.text.trim()[0]);
      const before = await chosen();
      await type(other.toUpperCase().repeat(40));
      await bursts(1);
      await calm();
      expect(await chosen()).toBe(before);
      await page.keyboard.press(other);
      await calm();
      expect(await chosen()).toBe(other);
    });

    it('breaks nothing in the page', () =>
      expect(browser.errors.filter((text) => !/Content Security Policy|Failed to load/.test(text))).toEqual(
        [],
      ));
  },
);
