/**
 * Of what is said in several languages, English among them, the language that an Accept-Language header wants most (RFC 9110
 * §12.5.4).
 */
export function preferredLanguage<Said extends { en: unknown }>(
  said: Said,
  acceptLanguage: string | null,
): keyof Said & string {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.split('-')[0]!.toLowerCase(), q: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ language, q }) => Object.hasOwn(said, language) && q > 0)
    .sort((a, b) => b.q - a.q);
  return (wanted[0]?.language ?? 'en') as keyof Said & string;
}

/** What is said in that language. */
export function preferred<Said extends { en: unknown }>(
  said: Said,
  acceptLanguage: string | null,
): Said[keyof Said] {
  return said[preferredLanguage(said, acceptLanguage)];
}
