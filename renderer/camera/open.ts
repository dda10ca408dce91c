import { type CameraRule, chooseCamera } from '../../electron/contract/index.ts';

export interface CameraOptions {
  /** Which of the cameras is the station's. */
  readonly rule: CameraRule;
  /** Pixels asked for; the camera may give others. */
  readonly width: number;
  readonly height: number;
}

/** What is used of `navigator.mediaDevices`; replaced in tests. */
export type Media = Pick<
  MediaDevices,
  'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>;

/**
 * The cameras there are. Until the page may use one they have no names, and there is one at most (W3C Media Capture and
 * Streams, 9.2); where permission is given for each opening alone, that is so again after each.
 */
export async function camerasOf(media: Media): Promise<MediaDeviceInfo[]> {
  const devices = await media.enumerateDevices().catch(() => []);
  return devices.filter(({ kind }) => kind === 'videoinput');
}

/**
 * The station's camera among these: null when it is none of them, undefined when nothing is known because they have no
 * names yet.
 */
export function chosenOf(
  cameras: readonly MediaDeviceInfo[],
  rule: CameraRule,
): MediaDeviceInfo | null | undefined {
  if (!areNamed(cameras)) return undefined;
  const place = chooseCamera(
    cameras.map(({ label }) => label),
    rule,
  );
  return place === null ? null : (cameras[place] ?? null);
}

export const areNamed = (cameras: readonly MediaDeviceInfo[]): boolean => cameras.some(({ label }) => label);

export function release(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/**
 * Opens the station's camera, video only, and no other: no stream when it is not there.
 * @throws what `getUserMedia` does
 */
export async function openCamera(
  { rule, width, height }: CameraOptions,
  media: Media,
): Promise<{ stream: MediaStream | null; cameras: MediaDeviceInfo[] }> {
  const size = { width: { ideal: width }, height: { ideal: height } };
  const open = (camera?: MediaDeviceInfo) => {
    const exact = camera?.deviceId ? { deviceId: { exact: camera.deviceId } } : {};
    return media.getUserMedia({ video: { ...size, ...exact }, audio: false });
  };
  const before = await camerasOf(media);
  const known = chosenOf(before, rule);
  if (known !== undefined) return { stream: known && (await open(known)), cameras: before };
  // Names are told while a camera is open; if it is another that the system gave, it is closed unseen.
  const first = await open();
  const [track] = first.getVideoTracks();
  const told = await camerasOf(media);
  // Where no names are told at all, there is the one camera that the system gave.
  const cameras = areNamed(told) || !track ? told : [infoOf(track)];
  const wanted = chosenOf(cameras, rule);
  const given = track?.getSettings().deviceId;
  if (wanted === undefined || (wanted && wanted.deviceId === given)) return { stream: first, cameras };
  release(first);
  return { stream: wanted && (await open(wanted)), cameras };
}

function infoOf(track: MediaStreamTrack): MediaDeviceInfo {
  const { deviceId = '', groupId = '' } = track.getSettings();
  const info = { kind: 'videoinput', deviceId, groupId, label: track.label } as const;
  return { ...info, toJSON: () => info };
}
