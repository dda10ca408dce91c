export {
  type DriverProcess,
  type DriversClock,
  type DriversHealth,
  type DriversOptions,
  type DriversPort,
  superviseDrivers,
} from './drivers.ts';
export { type ForkOptions, forkDrivers } from './fork-drivers.ts';
export {
  type ConsentText,
  inventedStates,
  loadStation,
  StationError,
  type StationResources,
  stationFile,
} from './resources.ts';
