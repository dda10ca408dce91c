import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cameraCheck } from '../faces/index.ts';
import { virtualCameraNames } from './virtual-cameras.ts';

it('finds a program that calls itself as the station’s camera, and leaves the camera beside another program alone', () => {
  const sys = mkdtempSync(join(tmpdir(), 'proofdesk-video-'));
  try {
    expect(virtualCameraNames(join(sys, 'none'))).toEqual([]);
    const add = (device: string, name: string) => {
      mkdirSync(join(sys, device));
      writeFileSync(join(sys, device, 'name'), `${name}\n`);
    };
    const label = 'HD Webcam C920 (046d:082d)';
    const judged = () => cameraCheck(label, false, ['046d:082d'], virtualCameraNames(sys));
    add('video4', 'HD Webcam C920');
    expect(judged()).toMatchObject({ outcome: 'passed' });
    add('video5', label);
    expect(virtualCameraNames(sys).sort()).toEqual(['HD Webcam C920', label]);
    expect(judged()).toMatchObject({ outcome: 'failed', reason: 'virtual-camera' });
    expect(cameraCheck(label, true, [], virtualCameraNames(sys)).outcome).toBe('not-checked');
  } finally {
    rmSync(sys, { recursive: true });
  }
});
