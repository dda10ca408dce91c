import { startDrivers } from '../suite/drivers.ts';
import { until } from '../suite/trial.ts';

/**
 * Runs among devices that are described in text: the product's driver process finds those of the given ids. One line of
 * JSON tells which there are, and what the first machine readable zone was.
 */
const drivers = startDrivers();
await drivers.up();
const wanted = process.argv.slice(2);
const known = (id: string) => drivers.port.devices().some((device) => device.id === id);
const found = () => JSON.stringify(drivers.port.devices().map(({ id, state }) => ({ id, state })));
await until('the devices are found', () => wanted.every(known), found);
// The recording runs by its own clock: what it sent before the reader was open came as one, and is no reading.
const zones = () => drivers.linesRead().filter((lines) => lines.every(({ length }) => length === 44));
await until('a zone is read', () => zones().length > 0, found);
const ready = ({ state }: { state: string }) => state === 'ready';
await until('the devices are ready for another', () => drivers.port.devices().every(ready), found);
console.log(
  JSON.stringify({
    devices: drivers.port.devices().map(({ id, name, kind, state }) => ({ id, name, kind, state })),
    lines: zones()[0],
  }),
);
await drivers.port.stop();
process.exit(0);
