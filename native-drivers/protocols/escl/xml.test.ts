import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../testing/random.ts';
import { find, findAll, readXml, textOf } from './xml.ts';

describe('the small XML reader', () => {
  it('reads elements by local name, text, entities, CDATA, and skips the rest', () => {
    const root = readXml(
      '<?xml version="1.0"?><!-- <x> --><a:b xmlns:a="u>v"><c>1 &lt; 2 &amp;#33; &#x41;</c><d/><c><![CDATA[<&>]]></c></a:b>\n',
    )!;
    expect(root.name).toBe('b');
    expect(textOf(find(root, 'c'))).toBe('1 < 2 &#33; A');
    expect(findAll(root, 'c').map(textOf)).toEqual(['1 < 2 &#33; A', '<&>']);
    expect(find(root, 'c', 'nothing')).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['text alone', 'hello'],
    ['an open element', '<a><b></b>'],
    ['crossed elements', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>x'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['an unfinished attribute', '<a b="><c/>'],
    ['too many elements', `<a>${'<b/>'.repeat(5000)}</a>`],
    ['too deep a nest', '<a>'.repeat(40) + '</a>'.repeat(40)],
    ['too long a text', `<a>${' '.repeat(300_000)}</a>`],
  ])('refuses %s', (_, text) => {
    expect(readXml(text)).toBeNull();
  });

  it.each([
    ['a name without end', `<${'a'.repeat(250_000)}`],
    ['a closing name without end', `<a></${'a'.repeat(250_000)}`],
    ['quotes without end', `<a ${'"" '.repeat(80_000)}`],
    ['a comment without end', `<a>${'<!-- '.repeat(50_000)}`],
    ['spaces in a closing tag', `<a></a${' '.repeat(250_000)}`],
    ['ampersands', `<a>${'&'.repeat(250_000)}</a>`],
  ])('takes no long time over %s', (_, text) => {
    const start = performance.now();
    readXml(text);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('survives 20,000 random mixtures of markup', () => {
    const random = seededRandom(5);
    const parts = [
      '<a>',
      '</a>',
      '<b/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&lt;',
      '&#0;',
      '"',
      "'",
      '<',
      '>',
      'x',
      '<?',
      '?>',
    ];
    let read = 0;
    for (let i = 0; i < 20_000; i++) {
      const text = Array.from({ length: random.below(12) }, () => parts[random.below(parts.length)]).join('');
      if (readXml(text)) read += 1;
    }
    expect(read).toBeGreaterThan(0);
  });
});
