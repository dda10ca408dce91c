import type { FocusEventHandler, HTMLInputAutoCompleteAttribute, ReactNode, RefObject } from 'react';
import { useId } from 'react';
import './textfield.css';

/** A labelled field. The platform's own keyboard stays away; ours is on the screen. */
export function TextField({
  label,
  value,
  inputRef,
  onTake,
  onFocus,
  onEnter,
  error,
  active = false,
  type = 'text',
  icon,
  maxLength,
  dir,
  autoComplete = 'off',
}: {
  label: string;
  value: string;
  inputRef: RefObject<HTMLInputElement | null>;
  /** After any change of text or selection by the platform. */
  onTake: () => void;
  onFocus?: FocusEventHandler;
  onEnter?: () => void;
  error?: string | null;
  active?: boolean;
  type?: 'text' | 'search';
  icon?: ReactNode;
  maxLength: number;
  dir?: 'ltr' | 'auto';
  autoComplete?: HTMLInputAutoCompleteAttribute;
}) {
  const id = useId();
  return (
    <div className="field" data-active={active || undefined} data-wrong={error ? '' : undefined}>
      <label htmlFor={id}>{label}</label>
      <div className="field-box">
        {icon}
        <input
          id={id}
          ref={inputRef}
          type={type === 'search' ? 'search' : 'text'}
          inputMode="none"
          value={value}
          maxLength={maxLength}
          dir={dir}
          autoComplete={autoComplete}
          autoCorrect="off"
          spellCheck={false}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}e` : undefined}
          onChange={onTake}
          onSelect={onTake}
          onFocus={onFocus}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onEnter?.();
          }}
        />
      </div>
      {error && (
        <p id={`${id}e`} className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
