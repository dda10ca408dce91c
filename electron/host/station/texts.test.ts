import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadStation } from './index.ts';

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));
const kinds = ['terms', 'biometric'] as const;

interface Text {
  version: string;
  title: string;
  paragraphs: string[];
}
const load = <T>(path: string): T => JSON.parse(readFileSync(`${resources}/${path}`, 'utf8')) as T;
const languages = load<{ code: string }[]>('languages.json').map(({ code }) => code);
const textIn = (kind: string, code: string) => load<Text>(`texts/${kind}/${code}.json`);
const placeholders = (paragraph: string) => (paragraph.match(/\{\w+\}/g) ?? []).sort();

describe.each(kinds)('the text about %s', (kind) => {
  const english = textIn(kind, 'en');

  it.each(languages)('says in "%s" what the English one says', (code) => {
    const text = textIn(kind, code);
    expect(text.version).toBe(english.version);
    expect(text.title).not.toBe('');
    expect(text.paragraphs.map(placeholders)).toEqual(english.paragraphs.map(placeholders));
    for (const paragraph of text.paragraphs) expect(paragraph.trim().length).toBeGreaterThan(20);
  });

  it('is a translation in every language, with a hash of its own and nothing left to fill in', () => {
    const { consentText } = loadStation(resources, null, true);
    const texts = languages.map((code) => consentText(kind, code));
    expect(new Set(texts.map(({ hash }) => hash)).size).toBe(languages.length);
    expect(new Set(texts.map(({ title }) => title)).size).toBe(languages.length);
    for (const { hash, paragraphs } of texts) {
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(paragraphs.join(' ')).not.toMatch(/[{}]/);
    }
  });
});
