import type { Step, VisitorSnapshot } from '../../../electron/contract/index.ts';

/** One screen of the gallery: a step in one of its states, and what lies over it. */
export interface Case {
  id: string;
  step: Step;
  snapshot?: Partial<VisitorSnapshot>;
  /** What the faked camera does. */
  camera?: 'live' | 'lost' | 'denied' | 'none' | 'ready' | 'asked' | 'mirrored';
  /** A button to press once the screen stands, by its place in the tools. */
  press?: 'help' | 'cancel' | 'language';
  /** What is touched once the screen stands, one after the other: CSS selectors. */
  touch?: readonly string[];
  link?: 'lost' | 'refused' | 'replaced';
  /** The code the host refuses with as soon as something is asked. */
  refuse?: string;
}

/** A place on the progress line from which one may go back. */
export const at = (index: number): Partial<VisitorSnapshot> => ({
  progress: { index, total: 6 },
  canGoBack: true,
});

/** The gallery's clock stands still, so that two pictures of one screen are the same. */
export const galleryNow = Date.UTC(2026, 9, 12, 9, 30);
