import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { Logo } from '../../ui/Logo.tsx';

export function DeskHeader({
  title,
  text,
  nav,
  children,
}: {
  title: string;
  text: string;
  nav?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className="desk-header">
      <Logo className="desk-logo" />
      <p className="desk-title">{title}</p>
      <p className="desk-text">{text}</p>
      {nav}
      <div className="desk-badges">{children}</div>
    </header>
  );
}

/** Everything here is practice: nobody may take it for a real station. */
export function SimulatedBadge() {
  return (
    <span className="badge badge-simulated">
      <FlaskConical aria-hidden="true" />
      Simulated station
    </span>
  );
}
