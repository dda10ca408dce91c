import type { Media } from '../open.ts';

export class FakeTrack extends EventTarget {
  readonly label: string;
  readonly deviceId: string;
  stopped = false;
  constructor(label: string, deviceId: string) {
    super();
    this.label = label;
    this.deviceId = deviceId;
  }
  getSettings() {
    return { deviceId: this.deviceId };
  }
  stop() {
    this.stopped = true;
  }
}

export interface FakeCamera {
  deviceId: string;
  label: string;
}

/**
 * The cameras of a browser, as the test has them. A shy one tells no names, and not how many, unless one is open, or ever; it opens
 * the first when none is asked for.
 */
export function fakeMedia(
  cameras: FakeCamera[] = [{ deviceId: 'one', label: 'camera 0' }],
  shy: boolean | 'always' = false,
) {
  const target = new EventTarget();
  const tracks: FakeTrack[] = [];
  const trusted = () => !shy || (shy !== 'always' && fake.open().length > 0);
  const fake = {
    cameras,
    /** Name of the error that is thrown in place of a stream. */
    failure: null as string | null,
    /** Answers wait for this. */
    until: Promise.resolve(),
    asked: [] as MediaStreamConstraints[],
    tracks,
    open: () => tracks.filter((track) => !track.stopped),
    plugged: () => target.dispatchEvent(new Event('devicechange')),
    media: {
      async enumerateDevices() {
        const known = trusted()
          ? fake.cameras
          : fake.cameras.slice(0, 1).map(() => ({ deviceId: '', label: '' }));
        return [
          { kind: 'audioinput', deviceId: 'microphone', label: 'Microphone' },
          ...known.map((camera) => ({ kind: 'videoinput', ...camera })),
        ] as MediaDeviceInfo[];
      },
      async getUserMedia(constraints: MediaStreamConstraints) {
        fake.asked.push(constraints);
        await fake.until;
        if (fake.failure) throw Object.assign(new Error('no'), { name: fake.failure });
        const { deviceId } = constraints.video as { deviceId?: { exact: string } };
        const camera = fake.cameras.find((one) => !deviceId || one.deviceId === deviceId.exact);
        if (!camera) throw Object.assign(new Error('no'), { name: 'NotFoundError' });
        const track = new FakeTrack(camera.label, camera.deviceId);
        tracks.push(track);
        return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
      },
      addEventListener: target.addEventListener.bind(target),
      removeEventListener: target.removeEventListener.bind(target),
    } as unknown as Media,
  };
  return fake;
}
