import { type AccessKey, chipErrorOf, chipOverDevice, readChip } from '../../host/documents/chip/index.ts';
import type { DriversPort } from '../../host/station/index.ts';

/**
 * Reads the chip on a reader each time one is laid down, as the kiosk does, for what can be seen of it on the way.
 * @param ended hears how each reading ended: null when the chip was read, or the code of what went wrong
 */
export function readChipsOn(
  drivers: DriversPort,
  device: string,
  key: AccessKey,
  ended: (code: string | null) => void,
): void {
  const read = async () => {
    const { atr } = await drivers.openChip({ device }).catch((cause: unknown) => {
      throw chipErrorOf(cause);
    });
    try {
      const transmit = (command: Uint8Array) => drivers.transmit({ device, command });
      await readChip({
        chip: chipOverDevice({ atr, transmit, reset: () => drivers.resetChip({ device }) }),
        key,
      });
    } finally {
      await drivers.closeChip({ device }).catch(() => {});
    }
  };
  drivers.on('chipPresent', (source) => {
    if (source !== device) return;
    read().then(
      () => ended(null),
      (error: { code?: string }) => ended(error.code ?? 'chip/gone'),
    );
  });
}
