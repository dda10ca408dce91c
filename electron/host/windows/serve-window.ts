import {
  type Channel,
  CodedError,
  type CommandResult,
  imageQuery,
  link,
  refused,
  type StaffSnapshot,
  type StationSnapshot,
  simulatorAction,
  staffCommand,
  type VisitorSnapshot,
  visitorCommand,
  type WindowOf,
} from '../../contract/index.ts';
import type { Kiosk } from '../kiosk/index.ts';
import { staffView } from './staff-view.ts';
import { visitorView } from './visitor-view.ts';

const malformed = refused('contract/malformed', 'not a command of this contract');

/**
 * Serves one window. Everything it sends is validated here; what does not fit is answered with
 * `contract/malformed` and changes nothing.
 */
export function serveWindow(kiosk: Kiosk, role: 'visitor' | 'staff' | 'station', channel: Channel) {
  const view = (): VisitorSnapshot | StaffSnapshot | StationSnapshot => {
    const running = kiosk.running();
    if (role === 'visitor') return visitorView(running?.visit ?? null, kiosk.view());
    if (role === 'staff')
      return staffView(running, kiosk.view(), {
        notices: kiosk.notices(),
        health: kiosk.health(),
        tickets: kiosk.tickets(),
        helpDesk: kiosk.helpDesk(),
        trust: kiosk.trust(),
        devices: kiosk.deviceReports(),
        simulator: kiosk.simulator(),
      });
    const { revision, devices } = kiosk.view();
    return {
      revision,
      devices: [...devices],
      simulator: kiosk.simulator(),
      step: running?.visit.parked ? 'ended' : (running?.visit.step ?? 'attract'),
    };
  };
  const picture = (query: unknown) => {
    const parsed = imageQuery.safeParse(query);
    if (!parsed.success) throw new CodedError('contract/malformed', 'not a query of this contract');
    return kiosk.picture(parsed.data.ref, role === 'staff');
  };
  const functions = {
    visitor: {
      snapshot: view,
      picture,
      command: (raw: unknown) => {
        const parsed = visitorCommand.safeParse(raw);
        return parsed.success ? kiosk.visitorCommand(parsed.data) : malformed;
      },
    },
    staff: {
      snapshot: view,
      picture,
      command: (raw: unknown) => {
        const parsed = staffCommand.safeParse(raw);
        return parsed.success ? kiosk.staffCommand(parsed.data) : malformed;
      },
    },
    station: {
      snapshot: view,
      simulate: async (raw: unknown): Promise<CommandResult> => {
        const parsed = simulatorAction.safeParse(raw);
        if (!parsed.success) return malformed;
        if (!kiosk.view().simulated) return refused('simulator/none', 'this station simulates nothing');
        try {
          await kiosk.simulate(parsed.data);
          return { ok: true };
        } catch (error) {
          return refused(
            error instanceof CodedError ? error.code : 'simulator/failed',
            'the simulator refused',
          );
        }
      },
    },
  }[role];

  const { remote, close } = link<WindowOf<unknown>>(channel, functions);
  let queued = false;
  let gone = false;
  const tell = () => {
    if (queued) return;
    queued = true;
    // Several changes of one turn are one picture.
    setImmediate(() => {
      queued = false;
      if (gone) return;
      Promise.resolve()
        .then(() => remote.changed(view()))
        .catch(() => {
          // A window that is gone or slow asks for a snapshot itself when it is back.
        });
    });
  };
  const stop = kiosk.onChange(tell);
  channel.onClose(() => {
    gone = true;
    stop();
    close();
  });
}
