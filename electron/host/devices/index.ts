export { type Cameras, createCameras } from './cameras.ts';
export { readersOver } from './readers-over-drivers.ts';
export { createStationDevices, type StationDevices } from './station-devices.ts';
export { virtualCameraNames } from './virtual-cameras.ts';
