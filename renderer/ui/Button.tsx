import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Spinner } from './Spinner.tsx';
import './button.css';

export interface ButtonProps {
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  icon?: LucideIcon;
  /** An icon that points along the line of writing and turns with it. */
  pointing?: 'forward' | 'back';
  pending?: boolean;
  disabled?: boolean;
  onPress: () => void;
  children: ReactNode;
  className?: string;
  type?: 'button' | 'submit';
}

/** Keeps its place and its focus while it waits for the host. */
export function Button({
  kind = 'primary',
  icon: Icon,
  pointing,
  pending = false,
  disabled = false,
  onPress,
  children,
  className = '',
  type = 'button',
}: ButtonProps) {
  const still = pending || disabled;
  return (
    <button
      type={type}
      className={`button button-${kind} ${className}`}
      aria-disabled={still || undefined}
      aria-busy={pending || undefined}
      data-pointing={pointing}
      onClick={(event) => {
        if (type === 'submit') event.preventDefault();
        if (!still) onPress();
      }}
    >
      {pending ? <Spinner /> : Icon && <Icon className="button-icon" aria-hidden="true" />}
      <span>{children}</span>
    </button>
  );
}
