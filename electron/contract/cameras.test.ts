import { describe, expect, it } from 'vitest';
import { type CameraRule, cameraStanding, cameraUsbId, chooseCamera } from './index.ts';

const rule = (allowed: string[] = [], simulated = false): CameraRule => ({ allowed, simulated });
const LOGITECH = 'HD Pro Webcam C920 (046D:082d)';
const BUILT_IN = 'Integrated Camera (1bcf:2b8a)';
const OBS = 'OBS Virtual Camera';

describe('a camera and the station', () => {
  it('is known by the USB id at the end of its label', () => {
    expect(cameraUsbId(LOGITECH)).toBe('046d:082d');
    expect(cameraUsbId('(046d:082d) Pretender')).toBeNull();
  });

  it.each([
    [LOGITECH, rule(), 'unnamed'],
    [LOGITECH, rule(['046d:082D']), 'allowed'],
    [BUILT_IN, rule(['046d:082d']), 'not-allowed'],
    [OBS, rule(), 'virtual'],
    // A program may carry any id in its name.
    ['Virtual (046d:082d)', rule(['046d:082d']), 'virtual'],
    ['/tmp/person.mjpeg', rule([], true), 'simulated'],
  ])('%s by %o is %s', (label, by, standing) => {
    expect(cameraStanding(label, by)).toBe(standing);
  });

  it.each([
    ['the first that is no program', [OBS, BUILT_IN, LOGITECH], rule(), 1],
    ['the one that is named', [OBS, BUILT_IN, LOGITECH], rule(['046d:082d']), 2],
    ['the one that is named first', [BUILT_IN, LOGITECH], rule(['046d:082d', '1bcf:2b8a']), 1],
    ['none where only others are named', [OBS, BUILT_IN], rule(['046d:082d']), null],
    ['none where all are programs', [OBS], rule(), null],
    ['none where there is none', [], rule(), null],
    ['the film of a simulated station', ['/tmp/person.mjpeg', LOGITECH], rule(['046d:082d'], true), 0],
  ])('it uses %s', (_, labels, by, place) => {
    expect(chooseCamera(labels, by)).toBe(place);
  });
});
