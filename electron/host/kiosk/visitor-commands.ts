import {
  CodedError,
  type CommandResult,
  type KeyBurst,
  refused,
  type VisitorCommand,
} from '../../contract/index.ts';
import type { Cameras, StationDevices } from '../devices/index.ts';
import type { Readers } from '../ports.ts';
import type { Asking } from './asking.ts';
import type { PhotoTaking } from './photo-taking.ts';
import type { Present } from './present.ts';
import type { Reception } from './reception.ts';

/** What the visitor's window says: of its camera, or what somebody's finger did. */
export function visitorCommands(kiosk: {
  present: Present;
  readers: Readers;
  cameras: Cameras;
  stationDevices: StationDevices;
  photo: PhotoTaking;
  chips: { again(can: string | null): void };
  /** Staff sit beside the screen and start the visits. */
  attended: boolean;
  reception: Reception;
  ask: Asking['ask'];
}) {
  const { present, readers, cameras, stationDevices, photo, reception, ask } = kiosk;

  async function keysTyped(burst: KeyBurst): Promise<CommandResult> {
    try {
      await readers.keys(burst);
      return { ok: true };
    } catch (error) {
      return refused(error instanceof CodedError ? error.code : 'device/failed', 'nobody takes keys here');
    }
  }

  return async (command: VisitorCommand): Promise<CommandResult> => {
    // The camera speaks for itself; everything else was somebody's finger.
    if (command.type === 'face.camera') {
      cameras.inVisit(command.state, command.label);
      stationDevices.look();
      return photo.cameraReported(command.state, command.label);
    }
    if (command.type === 'camera.report') {
      cameras.reported(command.report);
      stationDevices.look();
      present.changed();
      return { ok: true };
    }
    const asked = present.live().idleEndsAt !== null;
    present.touched({ resumed: false });
    if (asked) present.changed();
    switch (command.type) {
      case 'visit.still-here':
        return { ok: true };
      case 'visit.start':
        return kiosk.attended
          ? refused('visit/staff-only', 'staff start the visit here')
          : reception.begin({ type: 'visit.start' });
      case 'reader.keys':
        return keysTyped(command.burst);
      case 'document.read-chip': {
        const result = await ask(command);
        if (result.ok) kiosk.chips.again(command.can);
        return result;
      }
      case 'face.submit':
        return photo.selfieTaken(command.frames, command.liveness);
      default:
        return ask(command);
    }
  };
}
