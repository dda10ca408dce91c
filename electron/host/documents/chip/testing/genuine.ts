import type { PassiveAuthenticationInput } from '../passive-authentication/index.ts';
import { judged } from './judged.ts';
import { anchorsOf, ISSUED, NOW, passport, utopia } from './utopia.ts';

/** A passport that is as it should be, of a state whose list is known, and its verdict with something changed. */
export async function genuinePassport() {
  const state = await utopia();
  const anchors = anchorsOf(state);
  const genuine = passport(state, { signingTime: ISSUED });
  const check = (change: Partial<PassiveAuthenticationInput> = {}) =>
    judged({ ...genuine, anchors, now: NOW, ...change });
  return { state, anchors, genuine, check };
}
