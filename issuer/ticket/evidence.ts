import { z } from 'zod';
import { TicketError } from './errors.ts';

const result = z.object({ check_method: z.string(), outcome: z.enum(['passed', 'failed']) });

/** The `verification` claim as the kiosk makes it (OpenID Identity Assurance Schema 1.0 §5). */
const verification = z.object({
  time: z.string().regex(/^\d{4}-\d{2}-\d{2}T00:00Z$/),
  evidence: z.tuple([
    z.object({
      type: z.literal('document'),
      document_details: z.object({
        type: z.string(),
        issuer: z.object({ country_code: z.string() }).optional(),
      }),
      check_details: z.array(result),
    }),
  ]),
  not_checked: z.array(z.object({ check_method: z.string() })),
});

/** Two bits a check. */
const ABSENT = 0;
const PASSED = 1;
const FAILED = 2;
const NOT_CHECKED = 3;

const packed = z.tuple([
  z.number().int(),
  z.string().max(40),
  // Two letters, or the three of a state that ISO 3166-1 does not have.
  z
    .string()
    .regex(/^[A-Z]{2,3}$/)
    .nullable(),
  z.instanceof(Uint8Array),
]);
export type PackedEvidence = z.infer<typeof packed>;

const DAY = 86_400_000;
export const dayNumber = (date: string): number => Math.round(Date.parse(`${date}T00:00Z`) / DAY);
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/**
 * The claim as day, document, state and two bits a check: 15 bytes instead of 2,000. Why a check was not made is left
 * out; the kiosk's log has it, and comes later.
 * @throws TicketError `ticket/malformed` when it is not of the kiosk's form, or names a check the terms do not
 */
export function packEvidence(claim: unknown, checks: readonly string[]): PackedEvidence {
  const read = verification.safeParse(claim);
  if (!read.success) throw new TicketError('ticket/malformed', 'the verification is not of the kiosk’s form');
  const { time, evidence, not_checked } = read.data;
  const [{ document_details: document, check_details }] = evidence;
  const outcomes = new Map<string, number>([
    ...check_details.map(({ check_method, outcome }): [string, number] => [
      check_method,
      outcome === 'passed' ? PASSED : FAILED,
    ]),
    ...not_checked.map(({ check_method }): [string, number] => [check_method, NOT_CHECKED]),
  ]);
  for (const name of outcomes.keys()) {
    if (!checks.includes(name)) throw new TicketError('ticket/malformed', `the terms know no check ${name}`);
  }
  const bits = new Uint8Array(Math.ceil(checks.length / 4));
  checks.forEach((name, k) => {
    bits[k >> 2]! |= (outcomes.get(name) ?? ABSENT) << (2 * (k & 3));
  });
  return [dayNumber(time.slice(0, 10)), document.type, document.issuer?.country_code ?? null, bits];
}

/** @throws TicketError `ticket/malformed` */
export function unpackEvidence(value: unknown, checks: readonly string[]): Record<string, unknown> {
  const read = packed.safeParse(value);
  if (!read.success || read.data[3].length !== Math.ceil(checks.length / 4)) {
    throw new TicketError('ticket/malformed', 'the ticket’s evidence is not of its form');
  }
  const [day, type, country, bits] = read.data;
  const told = checks.map((name, k) => ({ name, outcome: (bits[k >> 2]! >> (2 * (k & 3))) & 3 }));
  return {
    time: `${dateOf(day)}T00:00Z`,
    evidence: [
      {
        type: 'document',
        document_details: { type, ...(country === null ? {} : { issuer: { country_code: country } }) },
        check_details: told
          .filter(({ outcome }) => outcome === PASSED || outcome === FAILED)
          .map(({ name, outcome }) => ({
            check_method: name,
            outcome: outcome === PASSED ? 'passed' : 'failed',
          })),
      },
    ],
    not_checked: told
      .filter(({ outcome }) => outcome === NOT_CHECKED)
      .map(({ name }) => ({ check_method: name })),
  };
}
