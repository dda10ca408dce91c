import type { ReactNode } from 'react';
import { Qr } from '../ui/Qr.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { PhoneStops } from './art/scenes.tsx';
import { useVisiting, useWindowState } from './kiosk.tsx';
import './code-stage.css';

/** The place of the code: the code itself, a drawing of what the phone does now, a sign of trouble, or waiting. */
export function CodeStage({
  uri,
  drawing,
  trouble = false,
}: {
  uri: string | null;
  drawing: ReactNode;
  trouble?: boolean;
}) {
  const { m } = useVisiting();
  const pixelsPerInch = useWindowState((state) => state.snapshot?.station.pixelsPerInch ?? null);
  return (
    <div className="code-stage" data-code={uri ? '' : undefined}>
      {uri ? (
        <div className="qr-card">
          <Qr text={uri} label={m.common.scanQr} pixelsPerInch={pixelsPerInch} />
        </div>
      ) : trouble ? (
        <PhoneStops />
      ) : (
        (drawing ?? <Spinner large />)
      )}
    </div>
  );
}
