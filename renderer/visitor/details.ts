import { z } from 'zod';

export const detailsFields = ['givenNames', 'familyName', 'email'] as const;
export type DetailsField = (typeof detailsFields)[number];
export type DetailsProblem = 'missing' | 'format';

const address = z.email().max(200);

/** What keeps the form from being sent; the host judges again by the same rules. */
export function detailsProblems(
  values: Record<DetailsField, string>,
): Partial<Record<DetailsField, DetailsProblem>> {
  const problems: Partial<Record<DetailsField, DetailsProblem>> = {};
  for (const name of detailsFields) if (!values[name].trim()) problems[name] = 'missing';
  if (!problems.email && !address.safeParse(values.email.trim()).success) problems.email = 'format';
  return problems;
}
