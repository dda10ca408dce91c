import { vi } from 'vitest';

/** Milliseconds that a test waits for what is to come true; a busy machine may stand still for more than Vitest's one second. */
const PATIENCE = 10_000;

const { waitFor } = vi;
vi.waitFor = (callback, options) =>
  waitFor(callback, typeof options === 'number' ? options : { timeout: PATIENCE, ...options });
