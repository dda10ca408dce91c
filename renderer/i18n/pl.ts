export { de as pl } from './de.ts';
