import { type KeyBurst, type KeyStroke, maxKeyStrokes } from '../../electron/contract/index.ts';
import { focusedIn, restore, type Scene, sceneOf } from './fields.ts';
import { giveBack, type HeldKey, isIrrevocable } from './held.ts';
import { longestGap, paceMeter } from './pace.ts';
import { isDigitOfNumber, isModifier, strokeMaker } from './stroke.ts';

/** Milliseconds of silence that end a burst: longer than readers pause between two lines. */
const silence = 200;
/** An end key this soon after a burst is that of the burst, and came late. */
const aftermath = 300;
/** So many keys in a row at a person's pace are a person's; a reader that pauses between lines has one or two. */
const strays = 3;
/** Milliseconds that a key of a person waits at most. */
const patience = longestGap + 5;
/** Fewer are no document and no barcode of one. */
const fewest = 6;

/** A reader would have been known by now. */
const mostDoubtful = 40;

/** A key that may be a reader's or a person's. */
interface Doubtful {
  stroke: KeyStroke;
  before: Scene;
  /** Kept from the page, to be given back if it was a person's. */
  held: HeldKey | null;
}

/**
 * Listens for a reader that is a keyboard, in front of everything else in the page. What a person types goes through at once,
 * but for keys that press or submit something: those wait 80 ms for a second one. When the pace shows that a reader types,
 * the fields and the focus are put back to what they were before its first key, and nothing more of it reaches the page.
 *
 * @param hear takes each burst, when it has ended
 * @returns ends it; a burst under way is dropped
 */
export function listenForKeyBursts(window: Window, hear: (burst: KeyBurst) => void): () => void {
  const page = window.document;
  const pace = paceMeter();
  const maker = strokeMaker();
  const down = new Set<string>();
  let doubtful: Doubtful[] = [];
  let burst: KeyStroke[] | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  let burstEndedAt = Number.NEGATIVE_INFINITY;
  /** The last keys of the burst that came at a person's pace. */
  let stray: HeldKey[] = [];
  /** What stood there before a burst that an input method took for letters. */
  let putAside: Scene[] | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const later = (milliseconds: number, work: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // Keys that wait in the queue of a busy page were pressed before this.
      if (isInputPending(window)) later(10, work);
      else work();
    }, milliseconds);
  };
  /** They were a person's. */
  const settle = () => {
    clearTimeout(timer);
    const held = doubtful.flatMap((one) => one.held ?? []);
    doubtful = [];
    pace.reset();
    giveBack(page, held);
  };
  const finish = () => {
    clearTimeout(timer);
    const strokes = burst ?? [];
    burst = null;
    stray = [];
    burstEndedAt = lastAt;
    pace.reset();
    if (putAside) restore(page, putAside, true);
    putAside = null;
    if (strokes.length >= fewest) hear({ strokes });
  };
  /** True when it is a reader's. */
  const goesOn = (event: KeyboardEvent, strokes: KeyStroke[]): boolean => {
    const gap = event.timeStamp - lastAt;
    stray = gap > longestGap ? [...stray, heldOf(event)] : [];
    if (stray.length >= strays || gap > 5 * silence) {
      const persons = stray.length >= strays ? stray.slice(0, -1) : [];
      strokes.splice(strokes.length - persons.length);
      finish();
      giveBack(page, persons);
      return false;
    }
    lastAt = event.timeStamp;
    if (strokes.length < maxKeyStrokes) strokes.push(maker.stroke(event));
    later(silence, finish);
    return true;
  };
  const begin = (count: number, composing: boolean) => {
    const own = doubtful.slice(-count);
    doubtful = doubtful.slice(0, -count);
    const scenes = own.map(({ before }) => before);
    if (composing) {
      // An input method takes keys before the page does, and none where nothing is to be written.
      focusedIn(page)?.blur();
      putAside = scenes;
    }
    restore(page, scenes, !composing);
    const persons = doubtful.flatMap((one) => one.held ?? []);
    doubtful = [];
    giveBack(page, persons);
    burst = own.map(({ stroke }, index) => (index === 0 ? { ...stroke, after: 0 } : stroke));
    later(silence, finish);
  };
  const keep = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    // Scripts press keys as well, this one among them, and some keyboards on screens send what has no place on a real one.
    if (!event.isTrusted || event.code === '') return;
    maker.down(event);
    if (isModifier(event)) return;
    const { timeStamp: at } = event;
    const crowded = [...down].filter((code) => code !== event.code).length >= 2;
    down.add(event.code);
    const ends = event.key === 'Enter' || event.key === 'Tab';
    if (!burst && ends && at - burstEndedAt <= aftermath) return keep(event);
    // A key held down repeats as fast as a reader types.
    if (event.repeat) return burst ? keep(event) : undefined;
    if (burst && goesOn(event, burst)) return keep(event);
    if (at - lastAt > longestGap && doubtful.length > 0) settle();
    lastAt = at;
    const before = sceneOf(page);
    const stroke = maker.stroke(event);
    const { run, burst: count } = pace.key({ at, crowded, ends });
    // What is put together by an input method is no text of the field yet, and its keys are its own.
    const waits =
      !event.isComposing && (doubtful.some(({ held }) => held) || isIrrevocable(event, before.focused));
    doubtful.push({ stroke, before, held: waits ? heldOf(event) : null });
    if (count !== null) {
      keep(event);
      return begin(count, event.isComposing || event.key === 'Process');
    }
    if (waits || isDigitOfNumber(event) || (run > 1 && isCommand(event))) keep(event);
    if (run >= mostDoubtful) settle();
    else later(patience, settle);
  };
  const onKeyUp = (event: KeyboardEvent) => {
    down.delete(event.code);
    if (!event.isTrusted) return;
    maker.up(event);
    if (burst && !isModifier(event)) keep(event);
  };
  /** Characters by number come when Alt is let go, without a key of their own. */
  const onText = (event: Event) => {
    if (burst && event.isTrusted) keep(event);
  };
  const onBlur = () => {
    if (burst) finish();
    else settle();
    down.clear();
    maker.reset();
  };

  const capture = { capture: true };
  window.addEventListener('keydown', onKeyDown, capture);
  window.addEventListener('keyup', onKeyUp, capture);
  window.addEventListener('keypress', onText, capture);
  window.addEventListener('beforeinput', onText, capture);
  window.addEventListener('blur', onBlur);
  return () => {
    window.removeEventListener('keydown', onKeyDown, capture);
    window.removeEventListener('keyup', onKeyUp, capture);
    window.removeEventListener('keypress', onText, capture);
    window.removeEventListener('beforeinput', onText, capture);
    window.removeEventListener('blur', onBlur);
    burst = null;
    if (putAside) restore(page, putAside, true);
    settle();
  };
}

const heldOf = ({ key, code, shiftKey, ctrlKey, altKey, metaKey, location }: KeyboardEvent): HeldKey => ({
  key,
  code,
  shiftKey,
  ctrlKey,
  altKey,
  metaKey,
  location,
});

/** Control with a key that edits no text: some browsers open something at it. */
const isCommand = ({ ctrlKey, altKey, metaKey, key }: KeyboardEvent) =>
  metaKey || (ctrlKey && !altKey && !/^[acvxyz]$/i.test(key));

/** Chromium tells whether keys are waiting; what does not is taken to have none. */
function isInputPending(window: Window): boolean {
  const { scheduling } = window.navigator as Navigator & { scheduling?: { isInputPending(): boolean } };
  return scheduling?.isInputPending() ?? false;
}
