export { de as tr } from './de.ts';
