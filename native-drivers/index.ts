export type { EsclEndpoint } from './devices/escl-scanner.ts';
export { DeviceError, DriverError, type DriverErrorCode, faultOf } from './errors.ts';
export { barcodeReaderId } from './simulator/barcode-reader.ts';
export { SimulatorError, type SimulatorErrorCode } from './simulator/errors.ts';
export { pageScannerId } from './simulator/page-scanner.ts';
export { passportReaderId } from './simulator/passport-reader.ts';
export { type Simulator, type SimulatorOptions, startSimulator } from './simulator/simulator.ts';
export { type DriverStation, type DriverStationParts, driverStation } from './station.ts';
