import { CodedError, type CommandResult, refused, type StaffCommand } from '../../contract/index.ts';
import type { StationDevices } from '../devices/index.ts';
import type { ChipProof, Readers, Recovery } from '../ports.ts';
import type { Asking } from './asking.ts';
import type { Notices } from './notices.ts';
import type { Reception } from './reception.ts';

/** What staff ask of the station, and what of it goes to the visit. */
export function staffCommands(kiosk: {
  notices: Notices;
  proof: ChipProof;
  readers: Readers;
  recovery: Recovery | null;
  stationDevices: StationDevices;
  simulated: boolean;
  changed: () => void;
  reception: Reception;
  ask: Asking['ask'];
}) {
  const { notices, proof, readers, stationDevices } = kiosk;

  async function done(work: () => Promise<unknown>, code: string, message: string): Promise<CommandResult> {
    try {
      await work();
      return { ok: true };
    } catch (error) {
      return refused(error instanceof CodedError ? error.code : code, message);
    }
  }

  return async (command: StaffCommand): Promise<CommandResult> => {
    switch (command.type) {
      case 'staff.dismiss-notice':
        notices.dismiss(command.notice);
        kiosk.changed();
        return { ok: true };
      case 'staff.import-trust':
        return done(
          () => proof.importTrust(command.list, command.root),
          'trust/failed',
          'the list was not taken',
        );
      case 'reader.keys':
        return done(() => readers.keys(command.burst), 'device/failed', 'nobody takes keys here');
      case 'staff.simulate':
        if (!kiosk.simulated) return refused('simulator/none', 'this station simulates nothing');
        return done(() => readers.simulate(command.action), 'simulator/failed', 'the simulator refused');
      case 'staff.test-device':
        return stationDevices.test(command.device);
      case 'staff.end-test':
        return stationDevices.endTest(command.device);
      case 'staff.verify-account':
      case 'staff.create-pass':
      case 'staff.end-verification':
        return kiosk.recovery?.command(command) ?? refused('help-desk/none', 'this station has no help desk');
      case 'staff.start-visit':
        return kiosk.reception.begin(command);
      case 'staff.open-ticket':
        return kiosk.reception.openTicket(command.visit);
      default:
        return kiosk.ask(command);
    }
  };
}
