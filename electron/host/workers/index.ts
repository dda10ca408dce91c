export { chipProofOver } from './chip-proof.ts';
export { pagesOverWorker } from './pages-over-worker.ts';
