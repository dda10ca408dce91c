import type { CameraReport } from '../../electron/contract/index.ts';
import { type Measured, measureStream } from './measure.ts';
import { type CameraOptions, camerasOf, chosenOf, type Media, openCamera, release } from './open.ts';
import { stateAfter } from './state-after.ts';

/** Milliseconds for everything, after which the camera is taken for lost: some drivers never answer. */
const PATIENCE = 20_000;

type Found = Pick<CameraReport, 'state' | 'measured'> & { label: string };

/**
 * Looks through the station's camera for a moment, measures what it gives and closes it again, so that its lamp is not on
 * all day. No picture is kept or handed on.
 *
 * @param over ends it at once and closes the camera
 * @returns null when it was ended
 */
export async function lookThrough(
  options: CameraOptions,
  over: AbortSignal,
  media: Media,
  measure: (stream: MediaStream) => Promise<Measured | null> = measureStream,
): Promise<CameraReport | null> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE);
  const ended = AbortSignal.any([over, late.signal]);
  const cut = new Promise<Found>((resolve) => {
    ended.addEventListener('abort', () => resolve({ state: 'lost', label: '', measured: null }));
  });
  const found = await Promise.race([look(options, ended, media, measure), cut]);
  clearTimeout(timer);
  const cameras = await camerasOf(media);
  if (over.aborted) return null;
  const labels = cameras.flatMap(({ label }) => (label ? [label.slice(0, 200)] : [])).slice(0, 20);
  const label = found.label || chosenOf(cameras, options.rule)?.label || '';
  return { ...found, labels, label: label.slice(0, 200) };
}

async function look(
  options: CameraOptions,
  ended: AbortSignal,
  media: Media,
  measure: (stream: MediaStream) => Promise<Measured | null>,
): Promise<Found> {
  let stream: MediaStream | null = null;
  const close = () => release(stream);
  ended.addEventListener('abort', close);
  try {
    stream = await openCamera(options, media);
    const label = stream?.getVideoTracks()[0]?.label ?? '';
    if (!stream || ended.aborted) return { state: 'none', label, measured: null };
    const measured = await measure(stream);
    if (!measured) return { state: 'lost', label, measured: null };
    return { state: 'live', label, measured: { ...measured, at: Date.now() } };
  } catch (error) {
    return { state: stateAfter(error, 'starting'), label: '', measured: null };
  } finally {
    ended.removeEventListener('abort', close);
    close();
  }
}
