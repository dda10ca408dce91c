import { useEffect, useState } from 'react';
import type { Picture } from '../../electron/contract/index.ts';

/** The host's time in Unix milliseconds, renewed every `every` milliseconds. */
export function useHostNow(clockOffset: number, every = 250): number {
  const [now, setNow] = useState(() => Date.now() + clockOffset);
  useEffect(() => {
    const tick = () => setNow(Date.now() + clockOffset);
    tick();
    const timer = setInterval(tick, every);
    return () => clearInterval(timer);
  }, [clockOffset, every]);
  return now;
}

export type PictureState = { state: 'none' | 'loading' | 'missing' } | { state: 'ready'; url: string };

/** Fetches a picture by reference and gives it an address of its own, which is revoked when it is no longer shown. */
export function usePicture(
  ref: string | null,
  fetchPicture: (ref: string) => Promise<Picture>,
): PictureState {
  const [picture, setPicture] = useState<PictureState>({ state: ref ? 'loading' : 'none' });
  useEffect(() => {
    if (!ref) return setPicture({ state: 'none' });
    let url: string | null = null;
    let dropped = false;
    setPicture({ state: 'loading' });
    fetchPicture(ref)
      .then(({ bytes, mediaType }) => {
        if (dropped) return;
        url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType }));
        setPicture({ state: 'ready', url });
      })
      .catch(() => {
        if (!dropped) setPicture({ state: 'missing' });
      });
    return () => {
      dropped = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [ref, fetchPicture]);
  return picture;
}
