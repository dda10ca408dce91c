export { driverArguments } from './driver-arguments.ts';
export { superviseDrivers } from './drivers.ts';
export {
  type DriverProcess,
  type DriversClock,
  type DriversHealth,
  type DriversOptions,
  type DriversPort,
  type RestartReason,
  restartNotice,
} from './drivers-port.ts';
export type { KeyFiles, StationSigning } from './embedded-way.ts';
export { type ForkOptions, forkDrivers } from './fork-drivers.ts';
export type { EntraWay, ExternalWay } from './issuer-ways.ts';
export { StationError } from './read-json.ts';
export { type ConsentText, inventedStates, loadStation, type StationResources } from './resources.ts';
export { readStationFile, type StationDevices, stationFile } from './station-file.ts';
