import { elementName } from './aamva-elements.ts';
import type { AamvaHeader } from './aamva-header.ts';
import type { AamvaElement } from './types.ts';

export interface AamvaBody {
  readonly elements: readonly AamvaElement[];
  readonly duplicate: boolean;
  /** The first element follows its subfile's two letters, as it should. */
  readonly prefixed: boolean;
}

const FIRST = /(DL|ID|EN)?(D[A-D][A-Z])/;
const ELEMENT = /^(DL|ID|EN|Z[A-Z])?((?:D[A-D]|Z[A-Z])[A-Z0-9])/;
const CONTROLS = /\P{Cc}+/gu;
const CONTROLS_AND_BARS = /[^\p{Cc}|]+/gu;

/** Between the designators and the first element some issuers leave rubbish; it never spans a line. */
function startOf(text: string, from: number): number {
  const line = /[^\n\r]*/.exec(text.slice(from))?.[0] ?? '';
  const first = FIRST.exec(line);
  return first ? from + first.index : from;
}

/**
 * Cuts what follows the header into elements at its separators alone: an element says by its own letters which
 * subfile it belongs to, so that wrong offsets and lengths do not matter. Of an element that stands twice the first
 * counts.
 */
export function readBody(text: string, header: AamvaHeader): AamvaBody {
  const elements: AamvaElement[] = [];
  const seen = new Set<string>();
  const start = startOf(text, header.end);
  const main = header.documentType ?? 'DL';
  let duplicate = false;
  let prefixed = false;
  for (const match of text.slice(start).matchAll(header.bars ? CONTROLS_AND_BARS : CONTROLS)) {
    const line = match[0];
    const head = ELEMENT.exec(line);
    const id = head?.[2];
    if (!head || id === undefined) continue;
    if (elements.length === 0) prefixed = head[1] !== undefined;
    if (seen.has(id)) {
      duplicate = true;
      continue;
    }
    seen.add(id);
    const raw = line.slice(head[0].length).trim();
    const begin = start + match.index + line.indexOf(raw, head[0].length);
    elements.push({
      id,
      subfile: id.startsWith('Z') ? id.slice(0, 2) : main,
      raw,
      span: { start: begin, end: begin + raw.length },
      name: elementName(id),
    });
  }
  return { elements, duplicate, prefixed };
}
