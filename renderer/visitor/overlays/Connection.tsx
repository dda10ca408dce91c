import { MonitorX, Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LinkState } from '../../state/index.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Logo } from '../../ui/Logo.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { useVisiting } from '../kiosk.tsx';
import './overlays.css';

const notNoticed = 700;
const tooLong = 12_000;

export function Connecting() {
  const { m } = useVisiting();
  return (
    <main className="connecting">
      <Logo className="connecting-logo" />
      <h1 className="connecting-text">{m.connection.connecting}</h1>
    </main>
  );
}

/** What the person sees while the host cannot be heard; a break too short to notice shows nothing. */
export function ConnectionOverlay({ link, known }: { link: LinkState; known: boolean }) {
  const { m } = useVisiting();
  const lost = link === 'lost' || (link === 'connecting' && known);
  const noticed = useFor(lost, known ? notNoticed : 0);
  const long = useFor(lost, tooLong);
  if (link === 'refused')
    return (
      <Dialog
        full
        title={m.connection.refused}
        lead={m.connection.refusedText}
        art={<Unplug className="dialog-icon" aria-hidden="true" />}
      />
    );
  if (link === 'replaced')
    return (
      <Dialog
        full
        title={m.connection.replaced}
        lead={m.connection.replacedText}
        art={<MonitorX className="dialog-icon" aria-hidden="true" />}
      />
    );
  if (!noticed) return null;
  return (
    <Dialog
      full={!known}
      title={m.connection.lost}
      lead={
        <>
          <p>{m.connection.lostText}</p>
          {long && <p>{m.connection.lostLong}</p>}
        </>
      }
      art={<Spinner large />}
    />
  );
}

/** True once `on` has been true for so many milliseconds without a break. */
function useFor(on: boolean, milliseconds: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    setPassed(false);
    if (!on) return;
    const timer = setTimeout(() => setPassed(true), milliseconds);
    return () => clearTimeout(timer);
  }, [on, milliseconds]);
  return on && passed;
}
