/** One statement with its values apart, so that each database may write its own placeholders. */
export interface Statement {
  /** The text around the values: one part more than there are values. */
  parts: readonly string[];
  values: readonly SqlValue[];
  /** True for a transaction's only statement: the database makes one of it by itself. */
  sole?: boolean;
}

export type SqlValue = string | number | Uint8Array | null;

export type SqlRow = Record<string, unknown>;

export interface SqlResult {
  rows: readonly SqlRow[];
  /** Rows inserted, updated or deleted. */
  changes: number;
}

/**
 * A transaction as a list of steps: it yields statements, is given their results and returns what came of it. Written so
 * it runs unchanged on a database that answers at once (SQLite) and on one that has to be waited for (PostgreSQL).
 */
export type Steps<T> = Generator<Statement, T, SqlResult>;

/** Runs steps in one transaction of one database. */
export interface SqlDriver {
  /** @param begin makes the steps; called again when the database asks for the transaction to be tried again */
  run<T>(begin: () => Steps<T>): Promise<T>;
}

/** Thrown by steps to undo what they did and still return an outcome. */
export class Undo<T> extends Error {
  readonly outcome: T;

  constructor(outcome: T) {
    super('undone');
    this.outcome = outcome;
  }
}

/** A piece of SQL that is text, not a value: fixed lists of states, never anything from outside. */
export class Raw {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Text with values in it becomes a statement: sql`… WHERE offer_id = ${offerId}`. Statements may stand in statements. */
export function sql(
  strings: TemplateStringsArray,
  ...given: readonly (SqlValue | Raw | Statement)[]
): Statement {
  const parts: string[] = [strings[0]!];
  const values: SqlValue[] = [];
  const append = (text: string) => {
    parts[parts.length - 1] += text;
  };
  for (const [index, value] of given.entries()) {
    if (value instanceof Raw) append(value.text);
    else if (typeof value === 'object' && value !== null && 'parts' in value) {
      append(value.parts[0]!);
      parts.push(...value.parts.slice(1));
      values.push(...value.values);
    } else {
      values.push(value);
      parts.push('');
    }
    append(strings[index + 1]!);
  }
  return { parts, values };
}

/** A statement that is its transaction's only one. */
export function sole(...text: Parameters<typeof sql>): Statement {
  return { ...sql(...text), sole: true };
}

/** All of the conditions, or none at all when there are none. */
export function allOf(conditions: readonly Statement[]): Statement {
  return conditions.reduce((all, condition) => sql`${all} AND ${condition}`, sql`1 = 1`);
}
