import { Qr } from '../../ui/Qr.tsx';
import { useWindowState } from '../kiosk.tsx';
import './scan-figure.css';

/** A code to scan with the phone's camera, and under it what it is for. */
export function ScanFigure({ text, label, caption }: { text: string; label: string; caption: string }) {
  const pixelsPerInch = useWindowState((state) => state.snapshot?.station.pixelsPerInch ?? null);
  return (
    <figure className="scan-figure">
      <div className="qr-card">
        <Qr text={text} label={label} pixelsPerInch={pixelsPerInch} />
      </div>
      <figcaption dir="auto">{caption}</figcaption>
    </figure>
  );
}
