import type { CameraReport } from '../../electron/contract/index.ts';
import { type Measured, measureStream } from './measure.ts';
import {
  areNamed,
  type CameraOptions,
  camerasOf,
  chosenOf,
  type Media,
  openCamera,
  release,
} from './open.ts';
import { stateAfter } from './state-after.ts';

/** Milliseconds for everything, after which the camera is taken for lost: some drivers never answer. */
const PATIENCE = 20_000;

interface Found extends Pick<CameraReport, 'state' | 'measured'> {
  label: string;
  cameras: readonly MediaDeviceInfo[];
}

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
    ended.addEventListener('abort', () => resolve({ state: 'lost', measured: null, label: '', cameras: [] }));
  });
  const found = await Promise.race([look(options, ended, media, measure), cut]);
  clearTimeout(timer);
  const cameras = areNamed(found.cameras) ? found.cameras : await camerasOf(media);
  if (over.aborted) return null;
  const { state, measured } = found;
  const label = found.label || chosenOf(cameras, options.rule)?.label || '';
  return { labels: labelsOf(cameras), state, label: label.slice(0, 200), measured };
}

/** As a report has them. */
export function labelsOf(cameras: readonly MediaDeviceInfo[]): string[] {
  return cameras.flatMap(({ label }) => (label ? [label.slice(0, 200)] : [])).slice(0, 20);
}

async function look(
  options: CameraOptions,
  ended: AbortSignal,
  media: Media,
  measure: (stream: MediaStream) => Promise<Measured | null>,
): Promise<Found> {
  let stream: MediaStream | null = null;
  let cameras: readonly MediaDeviceInfo[] = [];
  const found = (state: Found['state'], measured: Found['measured'] = null): Found => ({
    state,
    measured,
    label: stream?.getVideoTracks()[0]?.label ?? '',
    cameras,
  });
  const close = () => release(stream);
  ended.addEventListener('abort', close);
  try {
    ({ stream, cameras } = await openCamera(options, media));
    if (!stream || ended.aborted) return found('none');
    const measured = await measure(stream);
    // While it is open: with the camera the names may go.
    const now = await camerasOf(media);
    if (areNamed(now)) cameras = now;
    return measured ? found('live', { ...measured, at: Date.now() }) : found('lost');
  } catch (error) {
    return found(stateAfter(error, 'starting'));
  } finally {
    ended.removeEventListener('abort', close);
    close();
  }
}
