import './spinner.css';

export function Spinner({ large = false }: { large?: boolean }) {
  return (
    <svg className={`spinner ${large ? 'spinner-large' : ''}`} viewBox="0 0 48 48" aria-hidden="true">
      <circle cx="24" cy="24" r="20" />
      <path d="M24 4a20 20 0 0 1 20 20" />
    </svg>
  );
}
