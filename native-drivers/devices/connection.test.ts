import { describe, expect, it } from 'vitest';
import { seededRandom } from '../testing/random.ts';
import { absent, advance, type Connection, type ConnectionEvent, faultOfVanishing } from './connection.ts';

const through = (...events: (ConnectionEvent | ConnectionEvent['type'])[]) =>
  events.reduce<Connection>(
    (now, event) => advance(now, typeof event === 'string' ? ({ type: event } as ConnectionEvent) : event),
    absent,
  );

describe('the connection of a device', () => {
  it('goes from away to ready, works, and is ready again', () => {
    expect(through('appeared').state).toBe('present');
    expect(through('appeared', 'opening').state).toBe('opening');
    expect(through('appeared', 'opening', 'opened')).toEqual({ state: 'ready', fault: null });
    expect(through('appeared', 'opening', 'opened', 'started').state).toBe('busy');
    expect(through('appeared', 'opening', 'opened', 'started', 'finished').state).toBe('ready');
  });

  it('tells a cable pulled in a reading from one pulled at rest', () => {
    expect(through('appeared', 'opening', 'opened', 'vanished').fault).toBe(
      'device/disconnected-before-sending',
    );
    expect(through('appeared', 'opening', 'opened', 'started', 'vanished')).toEqual({
      state: 'absent',
      fault: 'device/disconnected-while-sending',
    });
    expect(through('appeared', 'opening', 'opened', 'started', 'vanished', 'vanished').fault).toBe(
      'device/disconnected-while-sending',
    );
    expect(faultOfVanishing('ready')).toBe('device/disconnected-before-sending');
  });

  it('keeps a fault until it is cured or opened anew', () => {
    const jammed = through('appeared', 'opening', 'opened', 'started', {
      type: 'failed',
      fault: 'device/jam',
    });
    expect(jammed).toEqual({ state: 'faulted', fault: 'device/jam' });
    expect(advance(jammed, { type: 'finished' })).toBe(jammed);
    expect(advance(jammed, { type: 'cured' })).toEqual({ state: 'ready', fault: null });
    const denied = through('appeared', 'opening', { type: 'failed', fault: 'device/access-denied' });
    expect(advance(advance(denied, { type: 'opening' }), { type: 'opened' })).toEqual({
      state: 'ready',
      fault: null,
    });
  });

  it('is moved by nothing that comes too late', () => {
    for (const type of ['opening', 'opened', 'started', 'finished', 'cured', 'vanished'] as const) {
      expect(through(type)).toBe(absent);
    }
    expect(through({ type: 'failed', fault: 'device/jam' })).toBe(absent);
    expect(through('appeared', 'started').state).toBe('present');
  });

  it('has a fault exactly where one belongs, whatever happens', () => {
    const random = seededRandom(1);
    const types = [
      'appeared',
      'vanished',
      'opening',
      'opened',
      'started',
      'finished',
      'failed',
      'cured',
    ] as const;
    let now = absent;
    for (let i = 0; i < 20_000; i++) {
      now = advance(now, {
        type: types[random.below(types.length)]!,
        fault: 'device/failed',
      } as ConnectionEvent);
      if (now.state === 'faulted') expect(now.fault).not.toBeNull();
      if (now.state === 'present' || now.state === 'ready' || now.state === 'busy')
        expect(now.fault).toBeNull();
    }
  });
});
