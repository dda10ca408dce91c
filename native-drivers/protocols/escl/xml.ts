/** An element by its local name; namespace prefixes differ from maker to maker and carry nothing here. */
export interface XmlElement {
  name: string;
  text: string;
  children: XmlElement[];
}

const maxLength = 256 * 1024;
const maxDepth = 32;
const maxElements = 5000;
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
// The lookahead pins the end of a name; without it a name that never ends would be tried at every length.
const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/([^\s<>/]+)(?=[\s>])\s*>|<([^\s<>/!?]+)(?=[\s/>])((?:"[^"]*"|'[^']*'|[^<>"'])*)>|[^<]+/y;

/**
 * Reads the small part of XML that eSCL speaks: elements and text. Attributes are skipped.
 *
 * @returns the root element, or null for anything that is not well-formed, has a document type (the door of entity
 *   bombs), is over 256 kB, over 5,000 elements or over 32 deep.
 */
export function readXml(text: string): XmlElement | null {
  if (text.length > maxLength) return null;
  const outside: XmlElement = { name: '', text: '', children: [] };
  const open: XmlElement[] = [outside];
  let elements = 0;
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (!match) return null;
    const [whole, closing, opening, rest = ''] = match;
    const top = open.at(-1)!;
    if (closing) {
      if (open.length < 2 || localName(closing) !== top.name) return null;
      open.pop();
    } else if (opening) {
      elements += 1;
      if (elements > maxElements || open.length > maxDepth) return null;
      const element: XmlElement = { name: localName(opening), text: '', children: [] };
      top.children.push(element);
      if (!rest.endsWith('/')) open.push(element);
    } else if (whole.startsWith('<![CDATA[')) {
      top.text += whole.slice(9, -3);
    } else if (!whole.startsWith('<')) {
      top.text += unescaped(whole);
    }
  }
  const [root, ...more] = outside.children;
  return root && more.length === 0 && open.length === 1 && outside.text.trim() === '' ? root : null;
}

/** The first element along a path of local names. */
export function find(element: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(
    (at, name) => at?.children.find((child) => child.name === name),
    element,
  );
}

/** Every element of that name, however deep. */
export function findAll(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...findAll(child, name),
  ]);
}

export function textOf(element: XmlElement | undefined): string {
  return element?.text.trim() ?? '';
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,8}));/g, (whole, dec, hex, name) => {
    if (name) return named[name] ?? whole;
    const code = dec ? Number.parseInt(dec, 10) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
