import type { Device, DocumentRead } from '../../contract/index.ts';

const time = () => new Date().toISOString();
const line = (event: string, facts: object) => `${JSON.stringify({ at: time(), event, ...facts })}\n`;

/** What a reading is, without what was read: that is personal. */
export function readingLine({ source, reading }: DocumentRead, show: boolean): string {
  if (reading.kind === 'image') {
    const { mediaType, dotsPerInch, bytes } = reading;
    return line('read', { source, kind: 'image', mediaType, dotsPerInch, bytes: bytes.length });
  }
  if (reading.kind === 'lines') {
    const facts = show ? { lines: reading.lines } : { lengths: reading.lines.map(({ length }) => length) };
    return line('read', { source, kind: 'lines', ...facts });
  }
  const { text, aim } = reading;
  return line('read', { source, kind: 'barcode', aim, ...(show ? { text } : { length: text.length }) });
}

export const startedLine = (source: string) => line('read-started', { source });
export const failedLine = ({ source, code }: { source: string; code: string }) =>
  line('read-failed', { source, code });
export const removedLine = (source: string) => line('document-removed', { source });

/** Lines for the devices that are not as they were. Remembers how they were. */
export function deviceLines(): (devices: readonly Device[]) => string {
  const known = new Map<string, string>();
  return (devices) =>
    devices
      .flatMap((device) => {
        const now = JSON.stringify(device);
        if (known.get(device.id) === now) return [];
        known.set(device.id, now);
        return [line('device', { device })];
      })
      .join('');
}
