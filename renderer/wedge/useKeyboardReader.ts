import { useEffect, useRef } from 'react';
import type { KeyBurst } from '../../electron/contract/index.ts';
import { listenForKeyBursts } from './listen.ts';

/**
 * Keeps what a reader that is a keyboard types out of the page, and hands it on.
 *
 * @param expected whether the station has such a reader; without one no key is looked at
 */
export function useKeyboardReader(expected: boolean, hear: (burst: KeyBurst) => void): void {
  const latest = useRef(hear);
  latest.current = hear;
  useEffect(
    () => (expected ? listenForKeyBursts(window, (burst) => latest.current(burst)) : undefined),
    [expected],
  );
}
