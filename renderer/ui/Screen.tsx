import { type ReactNode, useEffect, useRef } from 'react';
import './screen.css';

export interface ScreenProps {
  title: string;
  lead?: ReactNode;
  /** A drawing, or what else stands for the step; beside the text where the screen is wide. */
  art?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  /** How the parts share the screen: side by side where it is wide, or one below the other. */
  layout?: 'split' | 'stack' | 'centre';
  className?: string;
}

/** One step: heading, what belongs to it, and the actions where a hand reaches them. Takes the focus to its heading. */
export function Screen({
  title,
  lead,
  art,
  actions,
  children,
  layout = 'split',
  className = '',
}: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (title) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <section className={`screen screen-${layout} ${className}`} data-content={children ? '' : undefined}>
      <div className="screen-text">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <div className="screen-lead">{lead}</div>}
      </div>
      {art && <div className="screen-art">{art}</div>}
      {children && <div className="screen-content">{children}</div>}
      {actions && <div className="screen-actions">{actions}</div>}
    </section>
  );
}
