export { type Curve, detPlot, deviate, type ErrorRates } from './det-plot.ts';
export { equalErrorRate } from './equal-error.ts';
export { foldedAccuracy, type LabelledDistance } from './folds.ts';
export { type Pair, PairsError, parsePairs, peopleByFolder } from './pairs-file.ts';
export { type AccuracyReport, type FalseNonMatch, REPORTED_RATES, reportAccuracy } from './report.ts';
export { DistanceTally, STEP } from './tally.ts';
export { wilsonInterval } from './wilson.ts';
