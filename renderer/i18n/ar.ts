export { de as ar } from './de.ts';
