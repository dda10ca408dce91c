import type { ReactNode, Ref } from 'react';
import './choice.css';

export interface ChoiceProps {
  title: ReactNode;
  text?: ReactNode;
  icon?: ReactNode;
  badge?: string;
  onPress: () => void;
  pending?: boolean;
  /** Given where one of several stays chosen; left out where touching moves on. */
  chosen?: boolean;
  lang?: string;
  dir?: 'ltr' | 'rtl';
  className?: string;
}

/** A card to touch. */
export function Choice({
  title,
  text,
  icon,
  badge,
  onPress,
  pending = false,
  chosen,
  lang,
  dir,
  className = '',
}: ChoiceProps) {
  return (
    <button
      type="button"
      className={`choice ${className}`}
      aria-pressed={chosen}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={() => {
        if (!pending) onPress();
      }}
      lang={lang}
      dir={dir}
    >
      {icon && <span className="choice-icon">{icon}</span>}
      <span className="choice-words">
        <span className="choice-title">{title}</span>
        {text && <span className="choice-text">{text}</span>}
      </span>
      {badge && <span className="choice-badge">{badge}</span>}
      {chosen !== undefined && <Tick />}
    </button>
  );
}

/** One of a group of equal answers, as the platform's own radio button under a card. */
export function RadioCard({
  name,
  checked,
  onChoose,
  title,
  text,
  icon,
}: {
  name: string;
  checked: boolean;
  onChoose: () => void;
  title: string;
  text?: string;
  icon?: ReactNode;
}) {
  return (
    <label className="choice choice-radio">
      <input className="visually-hidden" type="radio" name={name} checked={checked} onChange={onChoose} />
      {icon && <span className="choice-icon">{icon}</span>}
      <span className="choice-words">
        <span className="choice-title">{title}</span>
        {text && <span className="choice-text">{text}</span>}
      </span>
      <Tick />
    </label>
  );
}

/** A sentence to agree to, as the platform's own checkbox under a card. */
export function CheckCard({
  checked,
  onChange,
  title,
  inputRef,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  title: string;
  inputRef?: Ref<HTMLInputElement>;
}) {
  return (
    <label className="choice choice-radio">
      <input
        ref={inputRef}
        className="visually-hidden"
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="choice-words">
        <span className="choice-title">{title}</span>
      </span>
      <Tick square />
    </label>
  );
}

function Tick({ square = false }: { square?: boolean }) {
  return (
    <svg className="choice-tick" viewBox="0 0 32 32" aria-hidden="true">
      <rect x="2" y="2" width="28" height="28" rx={square ? 7 : 14} />
      <path d="M9.5 16.5l4.5 4.5 8.5-9.5" />
    </svg>
  );
}
