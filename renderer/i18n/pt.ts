export { de as pt } from './de.ts';
