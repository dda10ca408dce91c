import { Search } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { type Country, countryName, icaoCountries, searchCountries } from '../i18n/index.ts';
import { Keyboard, useEditedField } from '../ui/keyboard/index.ts';
import { Screen } from '../ui/Screen.tsx';
import { TextField } from '../ui/TextField.tsx';
import { BackButton } from './BackButton.tsx';
import { useVisiting } from './kiosk.tsx';
import './countries.css';

/** All issuers by name and code; those often chosen at this desk come first. */
export function CountryPicker({
  suggested,
  canGoBack,
  choose,
}: {
  suggested: readonly string[];
  canGoBack: boolean;
  choose: (code: string) => void;
}) {
  const { m, language } = useVisiting();
  const { ref, field, apply, take } = useEditedField('', 60);
  useEffect(() => ref.current?.focus(), [ref]);
  const all = useMemo(() => icaoCountries(language, m.countries), [language, m]);
  const often = useMemo<Country[]>(
    () => suggested.map((code) => ({ code, name: countryName(code, language, m.countries), others: [] })),
    [suggested, language, m],
  );
  const searching = field.text.trim().length > 0;
  const searched = useMemo(() => {
    const rest = often.filter((one) => !all.some(({ code }) => code === one.code));
    return searchCountries([...rest, ...all], field.text);
  }, [all, often, field.text]);
  const found = searching ? searched : [...often, ...all.filter((one) => !suggested.includes(one.code))];
  return (
    <Screen
      layout="stack"
      className="countries"
      title={m.choice.countryTitle}
      lead={m.choice.countryLead}
      actions={canGoBack && <BackButton step="document-choice" shown />}
    >
      <TextField
        type="search"
        label={m.choice.search}
        value={field.text}
        inputRef={ref}
        onTake={take}
        onEnter={() => {
          if (searching && searched[0]) choose(searched[0].code);
        }}
        icon={<Search aria-hidden="true" />}
        maxLength={60}
        dir="auto"
        active
      />
      <p className="visually-hidden" role="status">
        {searching ? m.choice.results(searched.length) : ''}
      </p>
      {found.length === 0 ? (
        <p className="countries-none">{m.choice.nothing}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keys (WCAG 2.1.1)
        <ul className="countries-list" tabIndex={0} aria-label={searching ? m.choice.search : m.choice.often}>
          {found.map((country) => (
            <li key={country.code}>
              <button
                type="button"
                data-often={!searching && suggested.includes(country.code) ? '' : undefined}
                onClick={() => choose(country.code)}
              >
                <span>{country.name}</span>
                <span className="countries-code" dir="ltr">
                  {country.code}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Keyboard language={language} mode="search" field={field} onEdit={apply} words={m.keyboard} />
    </Screen>
  );
}
