import { type KeyboardEvent, useEffect, useRef } from 'react';

/** One tab stop for the whole keyboard; the arrows go from key to key by where they lie on the glass. */
export function useRovingKeys() {
  const ref = useRef<HTMLDivElement>(null);
  // Keys come and go with layout and mode, so the stop is set anew after every rendering.
  useEffect(() => {
    const keys = keysIn(ref.current);
    if (keys.length > 0 && !keys.some((key) => key.tabIndex === 0)) keys[0]!.tabIndex = 0;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const way = ways[event.key];
    const from = (event.target as Element).closest<HTMLElement>('[data-key]');
    if (!way || !from) return;
    event.preventDefault();
    const next = nearest(from, keysIn(ref.current), way);
    if (!next) return;
    from.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
  return { ref, onKeyDown };
}

const ways: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function keysIn(element: Element | null): HTMLElement[] {
  return [...(element?.querySelectorAll<HTMLElement>('[data-key]') ?? [])];
}

function nearest(from: HTMLElement, keys: HTMLElement[], [x, y]: readonly [number, number]) {
  const centre = (key: HTMLElement) => {
    const box = key.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2] as const;
  };
  const [fromX, fromY] = centre(from);
  let best: HTMLElement | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const key of keys) {
    const [keyX, keyY] = centre(key);
    const along = (keyX - fromX) * x + (keyY - fromY) * y;
    const across = Math.abs((keyX - fromX) * y) + Math.abs((keyY - fromY) * x);
    const distance = along + across * 3;
    if (key === from || along < 4 || distance >= least) continue;
    best = key;
    least = distance;
  }
  return best;
}
