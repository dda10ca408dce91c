import type { ReactNode } from 'react';
import './countdown.css';

/** A ring that empties; what it counts stands inside in figures, so that the ring is never the only sign. */
export function CountdownRing({
  part,
  children,
  className = '',
}: {
  part: number;
  children: ReactNode;
  className?: string;
}) {
  const length = 2 * Math.PI * 45;
  return (
    <div className={`countdown ${part < 0.2 ? 'countdown-low' : ''} ${className}`}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle cx="50" cy="50" r="45" className="countdown-track" />
        <circle
          cx="50"
          cy="50"
          r="45"
          className="countdown-left"
          strokeDasharray={length}
          strokeDashoffset={length * (1 - part)}
          transform="rotate(-90 50 50)"
        />
      </svg>
      <span className="countdown-figure">{children}</span>
    </div>
  );
}
