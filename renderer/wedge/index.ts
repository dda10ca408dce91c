export { useKeyboardReader } from './useKeyboardReader.ts';
