import type { WindowRole } from './windows.ts';

const powers = ['microphone', 'display-capture', 'geolocation', 'hid', 'usb', 'serial', 'bluetooth', 'midi'];

/**
 * What a page of either shell may do, as answer headers: its own scripts and WebAssembly, no connection but to the host,
 * no frame around it; the camera for the visitor's page alone.
 *
 * @param role whose page it is; null for files that are no page
 * @param connect origins beside its own that the page may connect to (the second shell's WebSocket)
 */
export function pagePolicy(role: WindowRole | null, connect: readonly string[] = []): Record<string, string> {
  const camera = role === 'visitor' ? 'camera=(self)' : 'camera=()';
  return {
    'Content-Security-Policy': [
      "default-src 'self'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' blob: data:",
      "media-src 'self' blob:",
      "font-src 'self'",
      ["connect-src 'self'", ...connect].join(' '),
      "worker-src 'self' blob:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': [camera, ...powers.map((power) => `${power}=()`)].join(', '),
  };
}
