import { rosette } from './guilloche.ts';
import './guilloche.css';

const paths = [
  rosette({ radius: 396, swing: 86, petals: 16 }, 10),
  rosette({ radius: 262, swing: 64, petals: 12 }, 9),
  rosette({ radius: 140, swing: 52, petals: 8 }, 8),
];

/** The line pattern of banknotes and passports: Proofdesk's own ground, drawn, never a picture. */
export function Guilloche({ className = '', moving = false }: { className?: string; moving?: boolean }) {
  return (
    <svg
      className={`guilloche ${moving ? 'guilloche-moving' : ''} ${className}`}
      viewBox="-490 -490 980 980"
      aria-hidden="true"
    >
      {paths.map((path) => (
        <path key={path.length} d={path} fill="none" stroke="currentColor" strokeWidth="1.1" />
      ))}
    </svg>
  );
}
