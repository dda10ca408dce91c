import { type CommandResult, type LivenessAnswer, refused } from '../../contract/index.ts';
import { virtualCameraNames } from '../devices/index.ts';
import { cameraCheck } from '../faces/index.ts';
import type { Vault } from '../vault/index.ts';
import type { Command } from '../visit/index.ts';
import type { Live } from './live.ts';
import type { createLivenessAsking } from './liveness-asking.ts';
import type { RunningVisit } from './visit-runner.ts';

export type PhotoTaking = ReturnType<typeof createPhotoTaking>;

/** The visitor's camera, which is in their window, and the photos it sends. */
export function createPhotoTaking(kiosk: {
  vault: Vault;
  live: () => Live;
  /** Sets what is true now, and tells nobody. */
  become: (live: Live) => void;
  running: () => RunningVisit | null;
  simulated: boolean;
  /** USB ids of this station's cameras; none when any will do. */
  allowed: readonly string[];
  liveness: ReturnType<typeof createLivenessAsking>;
  ask: (command: Command) => Promise<CommandResult>;
  changed: () => void;
  /** Notes a failure of the vault and gives its code. */
  failed: (error: unknown) => string;
}) {
  const { live, become, ask } = kiosk;
  const step = () => kiosk.running()?.visit.step;

  /** Each camera that becomes live before the photo is judged once, whether it or the screen came first. */
  async function checkCamera(): Promise<CommandResult> {
    const { camera, cameraLabel: label, cameraChecked } = live();
    if (camera !== 'live' || cameraChecked === label) return { ok: true };
    if (step() !== 'face-capture') return { ok: true };
    become({ ...live(), cameraChecked: label });
    const check = cameraCheck(label, kiosk.simulated, kiosk.allowed, virtualCameraNames());
    const result = await ask({ type: 'camera.checked', camera: label, check });
    if (!result.ok) become({ ...live(), cameraChecked: null });
    return result;
  }

  return {
    checkCamera,
    async cameraReported(state: Live['camera'], label: string): Promise<CommandResult> {
      const lost = live().camera === 'live' && state === 'lost';
      become({ ...live(), camera: state, cameraLabel: label });
      if (lost) kiosk.liveness.interrupted(kiosk.running());
      kiosk.changed();
      return checkCamera();
    },
    async selfieTaken(
      frames: readonly Uint8Array[],
      liveness: LivenessAnswer | undefined,
    ): Promise<CommandResult> {
      const running = kiosk.running();
      if (!running || step() !== 'face-capture') return refused('visit/not-at-this-step', 'not now');
      const refs: string[] = [];
      try {
        for (const frame of frames) refs.push(await kiosk.vault.putImage(running.id, frame, 'image/jpeg'));
      } catch (error) {
        return refused(kiosk.failed(error), 'the kiosk could not keep this');
      }
      kiosk.liveness.answered(running, liveness);
      return ask({ type: 'selfie.taken', refs });
    },
  };
}
