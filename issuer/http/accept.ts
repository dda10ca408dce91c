/** How much a media type is wanted by an Accept header: 0 when not at all (RFC 9110 §12.5.1). */
function weight(accept: string, type: string): number {
  const [main] = type.split('/');
  let best = { precision: -1, q: 0 };
  for (const part of accept.split(',')) {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const precision = range === type ? 2 : range === `${main}/*` ? 1 : range === '*/*' ? 0 : -1;
    if (precision <= best.precision) continue;
    const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    best = { precision, q: q === undefined ? 1 : Number(q) || 0 };
  }
  return best.precision < 0 ? 0 : best.q;
}

/** Which of the media types on offer the client wants most; the first when it does not say, or wants none of them. */
export function prefers(request: Request, offered: readonly [string, ...string[]]): string {
  const accept = request.headers.get('accept') ?? '*/*';
  return offered.reduce((best, type) => (weight(accept, type) > weight(accept, best) ? type : best));
}
