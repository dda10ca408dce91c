import type { Device, StepOf } from '../../contract/index.ts';
import type { LivenessChallenge } from '../faces/index.ts';
import type { StationResources } from '../station/index.ts';
import type { Live } from './live.ts';

/** What there is to show besides the visit itself. */
export interface View {
  resources: StationResources;
  devices: readonly Device[];
  live: Live;
  liveness: { challenge: LivenessChallenge | null; preparing: boolean };
  /** The request to present, for the step that asks for it. */
  proof: Pick<StepOf<'proof'>, 'state' | 'requestUri'>;
  simulated: boolean;
  outOfService: string | null;
  revision: number;
  now: number;
  cameraCheckWanted: number | null;
}
