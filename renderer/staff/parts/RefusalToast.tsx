import { TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { refusalText } from '../words/refusals.ts';
import './buttons.css';
import './overlays.css';

/** Milliseconds a sentence stays. */
const readFor = 9_000;

export function RefusalToast({
  refusal,
  dismiss,
}: {
  refusal: { id: number; code: string } | null;
  dismiss: () => void;
}) {
  const id = refusal?.id;
  useEffect(() => {
    if (id === undefined) return;
    const timer = setTimeout(dismiss, readFor);
    return () => clearTimeout(timer);
  }, [id, dismiss]);
  if (!refusal) return null;
  return (
    <div key={refusal.id} className="desk-toast" role="alert">
      <TriangleAlert aria-hidden="true" />
      <p>
        {refusalText(refusal.code)} <code>{refusal.code}</code>
      </p>
      <button type="button" className="icon-button" aria-label="Close this message" onClick={dismiss}>
        <X aria-hidden="true" />
      </button>
    </div>
  );
}
