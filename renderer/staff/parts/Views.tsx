import type { LucideIcon } from 'lucide-react';
import { MonitorCheck, ServerCog } from 'lucide-react';
import './views.css';

export type View = 'desk' | 'station';

/** Why staff should look there; `urgent` when somebody waits or something is broken. */
export interface News {
  text: string;
  urgent: boolean;
}

/** Between the visit at the desk and the station itself; each says when it is wanted while the other is looked at. */
export function Views({
  view,
  show,
  desk,
  station,
}: {
  view: View;
  show: (view: View) => void;
  /** What there is to see at each. */
  desk: News | null;
  station: News | null;
}) {
  return (
    <nav className="views" aria-label="Views">
      <ViewButton name="desk" label="Desk" icon={MonitorCheck} news={desk} {...{ view, show }} />
      <ViewButton name="station" label="Station" icon={ServerCog} news={station} {...{ view, show }} />
    </nav>
  );
}

function ViewButton({
  name,
  label,
  icon: Icon,
  news,
  view,
  show,
}: {
  name: View;
  label: string;
  icon: LucideIcon;
  news: News | null;
  view: View;
  show: (view: View) => void;
}) {
  const here = view === name;
  return (
    <button
      type="button"
      className="view-button"
      aria-current={here ? 'page' : undefined}
      aria-label={news && !here ? `${label}: ${news.text}` : undefined}
      data-testid={`view-${name}`}
      onClick={() => show(name)}
    >
      <Icon aria-hidden="true" />
      {label}
      {news && !here && <span className="view-news" data-urgent={news.urgent || undefined} />}
    </button>
  );
}
