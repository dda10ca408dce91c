import type { Messages } from '../../renderer/i18n/en.ts';

/**
 * The words of the visitor's window in a language.
 * @throws Error when the window does not speak it
 */
export async function messagesOf(language: string): Promise<Messages> {
  if (!/^[a-z]{2}$/.test(language)) throw new Error(`no language ${language}`);
  const module = (await import(`../../renderer/i18n/${language}.ts`)) as Record<string, Messages>;
  const messages = module[language];
  if (!messages) throw new Error(`no language ${language}`);
  return messages;
}
