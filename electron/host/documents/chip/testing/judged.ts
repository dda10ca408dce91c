import {
  authenticatePassively,
  type PassiveAuthenticationInput,
  type PassiveStepName,
} from '../passive-authentication/index.ts';

/** Passive authentication with its outcomes as short texts: `passed genuine`, `failed hash-differs`. */
export function judged(input: PassiveAuthenticationInput) {
  const result = authenticatePassively(input);
  const { summary, steps } = result;
  const step = (name: PassiveStepName): string => {
    const found = steps.find(({ check }) => check === name);
    return `${found?.outcome} ${found?.reason}`;
  };
  return { ...result, step, verdict: `${summary.outcome} ${summary.reason}` };
}
