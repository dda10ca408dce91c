import type { LucideIcon } from 'lucide-react';
import { Check, Minus, TriangleAlert, X } from 'lucide-react';
import type { Tone } from '../words/station.ts';
import './device.css';

const icons: Record<Tone, LucideIcon> = { good: Check, warn: TriangleAlert, bad: X, idle: Minus };

/** A state in words, with a sign and a colour that say the same. */
export function StateMark({ tone, children }: { tone: Tone; children: string }) {
  const Icon = icons[tone];
  return (
    <span className={`state state-${tone}`}>
      <Icon aria-hidden="true" />
      {children}
    </span>
  );
}
