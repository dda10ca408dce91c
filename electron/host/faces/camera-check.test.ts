import { describe, expect, it } from 'vitest';
import { cameraCheck } from './index.ts';

describe('cameraCheck', () => {
  it.each([
    'OBS Virtual Camera',
    'Dummy video device (0x0000)',
    'ManyCam',
    'fake_device_0',
    '/tmp/person.mjpeg',
  ])('fails %s', (label) => {
    expect(cameraCheck(label, false)).toMatchObject({ outcome: 'failed', reason: 'virtual-camera' });
  });

  it('passes only a camera the station names', () => {
    const label = 'HD Pro Webcam C920 (046D:082d)';
    expect(cameraCheck(label, false, ['046d:082D'])).toMatchObject({
      check: 'camera-genuine',
      outcome: 'passed',
      facts: { label },
    });
    expect(cameraCheck(label, false, ['1bcf:2b8a'])).toMatchObject({
      outcome: 'failed',
      reason: 'camera-not-allowed',
    });
    expect(cameraCheck(label, false)).toMatchObject({ outcome: 'not-checked', reason: 'no-camera-named' });
  });

  it('does not take a name for a USB id', () => {
    expect(cameraCheck('(046d:082d) Pretender', false, ['046d:082d']).outcome).toBe('failed');
  });

  it('claims nothing of a simulated station', () => {
    expect(cameraCheck('/tmp/person.mjpeg', true)).toMatchObject({ outcome: 'not-checked' });
  });
});
