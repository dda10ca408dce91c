import { describe, expect, it } from 'vitest';
import type { Device, DeviceKind, DocumentType, ReaderKind } from '../../contract/index.ts';
import { freshLive, readerKind, readerPhase, readersChanged } from './live.ts';

const device = (kind: DeviceKind, changes: Partial<Device> = {}): Device => ({
  id: kind,
  kind,
  name: kind,
  transport: 'hid',
  state: 'ready',
  simulated: false,
  fault: null,
  ...changes,
});
const devices = (...kinds: DeviceKind[]) => kinds.map((kind) => device(kind));

describe('how a station reads a document', () => {
  it.each<[DocumentType, DeviceKind[], ReaderKind]>([
    ['passport', ['mrz-reader', 'page-scanner', 'chip-reader'], 'full-page'],
    ['passport', ['mrz-reader', 'barcode-reader'], 'swipe'],
    ['passport', ['page-scanner', 'barcode-reader'], 'scanner'],
    ['passport', ['chip-reader'], 'chip'],
    ['passport', ['barcode-reader', 'camera'], 'none'],
    ['identity-card', ['mrz-reader', 'page-scanner'], 'full-page'],
    ['residence-permit', ['page-scanner'], 'scanner'],
    ['driving-licence', ['mrz-reader', 'page-scanner', 'barcode-reader'], 'scanner'],
    ['driving-licence', ['mrz-reader', 'barcode-reader'], 'barcode'],
    ['driving-licence', ['mrz-reader'], 'swipe'],
    ['driving-licence', ['chip-reader'], 'none'],
    ['driving-licence', [], 'none'],
  ])('%s with %j: %s', (type, kinds, expected) => {
    expect(readerKind(devices(...kinds), type)).toBe(expected);
  });
});

describe('what the visitor is told of the readers', () => {
  const fresh = freshLive(0);
  const seen = { ...fresh, readerSeen: true };
  const fault = { code: 'device/jam', cure: 'Open the cover.' } as const;

  it('waits, or reads, when the one that matters is there', () => {
    const full = devices('mrz-reader', 'page-scanner');
    expect(readerPhase(full, fresh, 'passport')).toEqual({ phase: 'waiting', fault: null });
    expect(readerPhase(full, { ...fresh, reading: true }, 'passport').phase).toBe('reading');
    // The other one's trouble is no matter.
    const broken = [device('mrz-reader', { state: 'faulted', fault }), device('page-scanner')];
    expect(readerPhase(broken, fresh, 'driving-licence')).toEqual({ phase: 'waiting', fault: null });
  });

  it('names the fault of the one that matters', () => {
    const broken = [device('mrz-reader', { state: 'faulted', fault }), device('page-scanner')];
    expect(readerPhase(broken, fresh, 'passport')).toEqual({ phase: 'unplugged', fault: 'device/jam' });
  });

  it('tells a reader that was pulled from one that never was', () => {
    expect(readerPhase([], fresh, 'passport').phase).toBe('no-reader');
    expect(readerPhase([], seen, 'passport').phase).toBe('unplugged');
    expect(readerPhase(devices('chip-reader'), fresh, 'passport').phase).toBe('no-reader');
    expect(readersChanged(fresh, devices('page-scanner')).readerSeen).toBe(true);
    expect(readersChanged(fresh, devices('camera')).readerSeen).toBe(false);
  });

  it('ends a reading with the last reader that could send it', () => {
    const reading = { ...seen, reading: true };
    expect(readersChanged(reading, devices('barcode-reader')).reading).toBe(true);
    expect(readersChanged(reading, devices('page-scanner')).reading).toBe(false);
    expect(readersChanged(reading, [device('mrz-reader', { state: 'absent' })]).reading).toBe(false);
  });
});
