/** Text alone grows, as where a person asks their browser for it (WCAG 2.2, 1.4.4); everything else keeps its size. */
export function enlargeText(factor: number): void {
  const all = [...document.querySelectorAll<HTMLElement>('body *')].filter((one) => !one.closest('svg'));
  const sizes = all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize));
  for (const [index, one] of all.entries()) one.style.fontSize = `${sizes[index]! * factor}px`;
}

/** What reaches beyond the glass, out of its box, or over its neighbour. */
export function findCut(): string[] {
  const found: string[] = [];
  const top = document.querySelector('dialog[open]');
  const all = (top ?? document).querySelectorAll<HTMLElement>(
    'h1,h2,p,button,label,dt,dd,li,input,.qr,.key,svg.art',
  );
  for (const element of all) {
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || element.closest('.consent-text,.countries-list,.visually-hidden,.attract-ground'))
      continue;
    const text = (element.textContent ?? element.className.toString()).slice(0, 40);
    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      found.push(`outside: <${element.tagName.toLowerCase()}> ${text}`);
    else if (
      element.scrollWidth > element.clientWidth + 2 &&
      element.clientWidth > 0 &&
      element.tagName !== 'INPUT' &&
      getComputedStyle(element).display !== 'inline'
    )
      found.push(`wider than its box: <${element.tagName.toLowerCase()}> ${text}`);
  }
  const parts = [...document.querySelectorAll<HTMLElement>('.shell-head, .screen > *')].map(
    (one) => [one, one.getBoundingClientRect()] as const,
  );
  for (const [one, a] of parts)
    for (const [other, b] of parts) {
      const over = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const beside = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      if (
        one !== other &&
        over > 2 &&
        beside > 2 &&
        a.height &&
        b.height &&
        one.compareDocumentPosition(other) & 4
      )
        found.push(`overlap: ${one.className} and ${other.className} by ${Math.round(over)}`);
    }
  for (const [one] of parts)
    if (one.scrollHeight > one.clientHeight + 32 && one.clientHeight > 0)
      found.push(`higher than its box: ${one.className} by ${one.scrollHeight - one.clientHeight}`);
  return found;
}
