import { MonitorX, Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LinkState } from '../../state/index.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Logo } from '../../ui/Logo.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import './overlays.css';

/** A break shorter than this, in milliseconds, is not worth a word. */
const notNoticed = 700;

export function Connecting() {
  return (
    <main className="desk-connecting">
      <Logo className="desk-connecting-logo" />
      <h1>Connecting to the kiosk</h1>
    </main>
  );
}

/** Covers what is no longer true while the host cannot be heard. */
export function LinkOverlay({ link, known }: { link: LinkState; known: boolean }) {
  const lost = link === 'lost' || (link === 'connecting' && known);
  const [noticed, setNoticed] = useState(false);
  useEffect(() => {
    setNoticed(false);
    if (!lost) return;
    const timer = setTimeout(() => setNoticed(true), known ? notNoticed : 0);
    return () => clearTimeout(timer);
  }, [lost, known]);
  if (link === 'refused')
    return (
      <Dialog
        full
        title="This window is not connected"
        lead="The kiosk did not accept it. Close it and open it anew from the kiosk."
      >
        <Unplug className="desk-dialog-icon" aria-hidden="true" />
      </Dialog>
    );
  if (link === 'replaced')
    return (
      <Dialog
        full
        title="Another window has taken over"
        lead="Only one window of this kind is served at a time. Close the other one to go on here."
      >
        <MonitorX className="desk-dialog-icon" aria-hidden="true" />
      </Dialog>
    );
  if (!lost || !noticed) return null;
  return (
    <Dialog
      urgent
      title="The kiosk cannot be reached"
      lead="What this window shows may be out of date. It reconnects by itself."
    >
      <Spinner large />
    </Dialog>
  );
}
