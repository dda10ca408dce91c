import type { LucideIcon } from 'lucide-react';
import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import './notice.css';

const icons = { info: Info, alert: TriangleAlert, good: CircleCheck } satisfies Record<string, LucideIcon>;

/** A sentence that says how things stand; colour, icon and words say the same. */
export function Notice({
  tone,
  title,
  children,
  live = false,
}: {
  tone: keyof typeof icons;
  title?: string;
  children?: ReactNode;
  live?: boolean;
}) {
  const Icon = icons[tone];
  return (
    <div className={`notice notice-${tone}`} role={live ? 'alert' : undefined}>
      <Icon aria-hidden="true" />
      <div>
        {title && <p className="notice-title">{title}</p>}
        {children && <p>{children}</p>}
      </div>
    </div>
  );
}
