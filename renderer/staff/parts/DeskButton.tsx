import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Spinner } from '../../ui/Spinner.tsx';
import '../../ui/button.css';
import './buttons.css';

/** The kit's button for a desk with mouse and keyboard: smaller, and it can be named apart from what it shows. */
export function DeskButton({
  kind = 'secondary',
  icon: Icon,
  onPress,
  children,
  label,
  testId,
  describedBy,
  pending = false,
  disabled = false,
}: {
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  icon?: LucideIcon;
  onPress: () => void;
  children?: ReactNode;
  /** The accessible name, where the words on the button are not enough. It begins with or contains those words. */
  label?: string | undefined;
  testId?: string;
  describedBy?: string | undefined;
  pending?: boolean;
  disabled?: boolean;
}) {
  const still = pending || disabled;
  return (
    <button
      type="button"
      className={`button button-${kind} desk-button`}
      aria-label={label}
      aria-describedby={describedBy}
      aria-disabled={still || undefined}
      aria-busy={pending || undefined}
      data-testid={testId}
      onClick={() => {
        if (!still) onPress();
      }}
    >
      {pending ? <Spinner /> : Icon && <Icon className="button-icon" aria-hidden="true" />}
      {children && <span>{children}</span>}
    </button>
  );
}
