import type { WindowRole } from '../contract/windows.ts';

const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const powers = ['microphone', 'display-capture', 'geolocation', 'hid', 'usb', 'serial', 'bluetooth', 'midi'];

/** Headers of every answer of the app's own scheme. */
export function pageHeaders(role: WindowRole, contentType: string): Record<string, string> {
  const camera = role === 'visitor' ? 'camera=(self)' : 'camera=()';
  return {
    'Content-Type': contentType,
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': [camera, ...powers.map((power) => `${power}=()`)].join(', '),
    'Cache-Control': 'no-cache',
  };
}
