export { type BacKeys, bacChannel, bacKeys, openBac, openWithBac, sealBac } from './bac.ts';
