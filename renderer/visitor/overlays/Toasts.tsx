import { Info, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Messages } from '../../i18n/index.ts';
import { useParts, useVisiting, useWindowState } from '../kiosk.tsx';
import { refusalSentence } from '../refusals.ts';
import './overlays.css';

const readFor = 9_000;

/** One sentence at a time about something the host refused, or that the visit was taken up again. */
export function Toasts({ resumed }: { resumed: boolean }) {
  const { m } = useVisiting();
  const { window } = useParts();
  const refusal = useWindowState((state) => state.refusal);
  const [welcomed, setWelcomed] = useState(false);
  useEffect(() => {
    if (!resumed) setWelcomed(false);
  }, [resumed]);
  if (refusal)
    return (
      <Toast key={refusal.id} tone="alert" words={m} close={() => window.dismissRefusal()}>
        {refusalSentence(refusal.code, m)}
      </Toast>
    );
  if (resumed && !welcomed)
    return (
      <Toast tone="info" words={m} close={() => setWelcomed(true)}>
        {m.common.resumed}
      </Toast>
    );
  return null;
}

function Toast({
  tone,
  words,
  children,
  close,
}: {
  tone: 'alert' | 'info';
  words: Messages;
  children: string;
  close: () => void;
}) {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), readFor);
    return () => clearTimeout(timer);
  }, []);
  const Icon = tone === 'alert' ? TriangleAlert : Info;
  return (
    <div className={`toast toast-${tone}`} role={tone === 'alert' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" />
      <p>{children}</p>
      <button type="button" className="toast-close" aria-label={words.common.close} onClick={close}>
        <X aria-hidden="true" />
      </button>
    </div>
  );
}
