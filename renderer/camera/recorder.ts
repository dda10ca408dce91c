import type { LivenessAnswer } from '../../electron/contract/index.ts';

type Place = Pick<LivenessAnswer['frames'][number], 'action' | 'colour'>;

interface Kept<Frame> extends Place {
  readonly at: number;
  readonly frame: Frame;
  readonly important: boolean;
}

/** Milliseconds between two frames that are kept, unless one is of importance. */
const GAP = 110;
/** Frames that an answer may have, and of these before the first action and of each colour; the actions share the others. */
const MOST = { all: 60, rest: 6, colour: 3 };
/** Share of a colour's time until which the camera still adapts to it. */
const ADAPTING = 250;

/**
 * Keeps the frames of an answer: the last ones of the rest, of each action and of each colour, evenly apart, and first of
 * all those of importance (the eyes are shut for a tenth of a second). What falls out is released at once.
 */
export function createSequenceRecorder<Frame>(
  { actions, colours }: { actions: number; colours: number },
  release: (frame: Frame) => void,
) {
  const perAction = Math.floor((MOST.all - MOST.rest - MOST.colour * colours) / Math.max(1, actions));
  let kept: Kept<Frame>[] = [];
  let colourSince = 0;
  let shown: number | null = null;
  const same = (a: Place, b: Place) => a.action === b.action && a.colour === b.colour;
  const most = ({ action, colour }: Place) =>
    colour !== null ? MOST.colour : action !== null ? perAction : MOST.rest;
  return {
    /** @param take copies the present frame; asked only when it is kept */
    offer(place: Place, at: number, important: boolean, take: () => Frame): void {
      if (place.colour !== shown) {
        shown = place.colour;
        colourSince = at;
      }
      if (place.colour !== null && at - colourSince < ADAPTING) return;
      const last = kept.at(-1);
      if (last && at <= last.at) return;
      if (!important && last && at - last.at < GAP) return;
      kept.push({ action: place.action, colour: place.colour, at, important, frame: take() });
      const own = kept.filter((one) => same(one, place));
      if (own.length <= most(place)) return;
      const oldest = own.find((one) => !one.important) ?? own[0]!;
      release(oldest.frame);
      kept = kept.filter((one) => one !== oldest);
    },
    /** In the order of time, counted from `start`; the frames are the caller's from now on. */
    taken(start: number): (Place & { at: number; frame: Frame })[] {
      const all = kept.map(({ at, action, colour, frame }) => ({
        at: Math.max(0, at - start),
        action,
        colour,
        frame,
      }));
      kept = [];
      return all;
    },
    clear(): void {
      for (const { frame } of kept) release(frame);
      kept = [];
    },
  };
}
