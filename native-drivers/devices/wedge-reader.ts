import type { KeyBurst } from '../../electron/contract/index.ts';
import type { KeyLayout } from '../protocols/key-layouts.ts';
import { readWedgeMessage } from '../protocols/wedge-message.ts';
import type { KeySource } from '../transports/keyboard-wedge.ts';
import { type ReadingEvents, readings } from './reading.ts';
import { type TrackedDevice, trackDevice } from './tracked.ts';

/** A reader that is a keyboard, as the station file tells of it. */
export interface WedgePlan {
  layout: KeyLayout;
  keys: KeySource;
}

export interface WedgeReader {
  readonly device: TrackedDevice;
  close(): void;
}

export const wedgeReaderId = (rank = 1) => (rank === 1 ? 'wedge:keyboard' : `wedge:keyboard#${rank}`);

/**
 * A reader that types into the windows. Whether it is plugged in nobody can tell, so it is ready for as long as it is
 * expected; what it read is known only when all of it has come.
 */
export function wedgeReader(
  id: string,
  layout: KeyLayout,
  keys: KeySource,
  events: ReadingEvents,
): WedgeReader {
  const device = trackDevice(
    {
      id,
      kind: 'mrz-reader',
      gesture: 'swipe',
      name: 'Keyboard reader',
      transport: 'wedge',
      simulated: keys.simulated,
    },
    events.changed,
  );
  const read = readings(id, device, events, () => {});
  const take = ({ strokes }: KeyBurst) => {
    const message = readWedgeMessage(strokes, layout);
    if ('problem' in message) read.failed('device/protocol');
    else read.done(message);
  };
  device.apply({ type: 'appeared' });
  device.apply({ type: 'opening' });
  device.apply({ type: 'opened' });
  const stop = keys.onBurst(take);
  return {
    device,
    close() {
      stop();
      read.stop();
      device.apply({ type: 'vanished' });
    },
  };
}
