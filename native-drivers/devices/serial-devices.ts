import { basename } from 'node:path';
import type { SerialInfo, SerialTransport } from '../transports/serial.ts';
import { deviceId, type Keeper, keepDevices } from './keeper.ts';
import type { ReadingEvents } from './reading.ts';
import { type NamedPort, type SerialProfile, serialProfileOf } from './serial-profiles.ts';
import { type StreamBus, type StreamReader, streamReader } from './stream-reader.ts';

/**
 * Keeps one reader for every serial port whose device is known or that an operator has named.
 *
 * @param portsOf the transport the device of that id is opened through, where that is not the bus itself
 */
export function serialDevices(
  bus: SerialTransport,
  events: ReadingEvents,
  named: readonly NamedPort[] = [],
  portsOf: (id: string, bus: SerialTransport, profile: SerialProfile) => SerialTransport = (_, same) => same,
): Keeper<StreamReader<SerialInfo>> {
  return keepDevices(bus, {
    keyOf: ({ path, vendorId, productId, serialNumber }) =>
      `${path} ${vendorId}:${productId} ${serialNumber}`,
    idOf: serialDeviceId,
    profileOf: (info: SerialInfo) => serialProfileOf(info, named),
    make: (id, info, profile, lost) =>
      streamReader(id, profile, info, streamOf(portsOf(id, bus, profile), profile), { ...events, lost }),
  });
}

function streamOf(bus: SerialTransport, { speeds }: SerialProfile): StreamBus<SerialInfo> {
  return {
    transport: 'serial',
    simulated: bus.simulated,
    nameOf: ({ product }) => product,
    // A reader that is USB itself has no speed, whatever is set fits; behind a bridge, which has ids as well, it has.
    ways: (info) =>
      (serialProfileOf(info, []) ? speeds.slice(0, 1) : speeds).map((speed) => () => bus.open(info, speed)),
  };
}

/** A port that is not USB is named after its place; there is nothing else to it. */
function serialDeviceId({ path, vendorId, productId, serialNumber }: SerialInfo, rank = 1): string {
  if (vendorId !== null && productId !== null) {
    return deviceId('serial', { vendorId, productId, serialNumber }, rank);
  }
  const place = basename(path)
    .replaceAll(/[^\w.-]/g, '')
    .slice(0, 60);
  return rank === 1 ? `serial:${place}` : `serial:${place}#${rank}`;
}
