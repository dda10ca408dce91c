export { de as es } from './de.ts';
