import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The names of the video devices of this machine that Linux knows for no hardware (v4l2loopback and its like): sysfs has
 * those below `virtual`, whatever they call themselves. Empty where nothing can be known, as on other systems.
 */
export function virtualCameraNames(sys = '/sys/devices/virtual/video4linux'): string[] {
  try {
    return readdirSync(sys).flatMap((device) => {
      const name = readFileSync(join(sys, device, 'name'), 'utf8').trim();
      return name ? [name] : [];
    });
  } catch {
    return [];
  }
}
