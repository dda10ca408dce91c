import type { CheckName, DateName, MrzFieldName, MrzFormat, Span } from './types.ts';

export type TextFieldName = Exclude<MrzFieldName, DateName | 'sex'>;

/** How one field is read. The order in a layout is the order in the result. */
export type FieldSpec =
  | { readonly as: 'text'; readonly name: TextFieldName; readonly span: Span }
  | { readonly as: 'fixed'; readonly name: TextFieldName; readonly value: string }
  | { readonly as: 'date'; readonly name: DateName; readonly span: Span }
  | { readonly as: 'sex'; readonly span: Span }
  | { readonly as: 'names'; readonly span: Span }
  | { readonly as: 'name'; readonly name: 'primary' | 'secondary'; readonly span: Span }
  | { readonly as: 'number'; readonly span: Span; readonly digit: Span; readonly optional: Span };

export interface CheckSpec {
  readonly name: CheckName;
  readonly over: readonly Span[];
  readonly digit: Span;
}

export interface Layout {
  readonly format: MrzFormat;
  readonly fields: readonly FieldSpec[];
  readonly checks: readonly CheckSpec[];
}

/** Positions as the standards print them: lines and characters from 1, both ends inclusive. */
export function at(line: number, first: number, last: number = first): Span {
  return { line: line - 1, start: first - 1, end: last };
}

export function text(name: TextFieldName, span: Span): FieldSpec {
  return { as: 'text', name, span };
}

export function date(name: DateName, span: Span): FieldSpec {
  return { as: 'date', name, span };
}

export function check(name: CheckName, digit: Span, ...over: readonly Span[]): CheckSpec {
  return { name, over, digit };
}
