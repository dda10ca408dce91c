import type { ReaderKind } from '../../../electron/contract/index.ts';
import type { Face } from '../documents.ts';
import { Arrow, ScannerBed } from './bed.tsx';
import { Blank, FaceOf } from './cards.tsx';
import { Cover, DataPage, Ground, Scene } from './pieces.tsx';
import './art.css';

/** How a document meets this station's reader, moving; at rest where less motion is asked for. */
export function ReaderScene({
  reader,
  face,
  busy = false,
}: {
  reader: ReaderKind;
  face: Face;
  busy?: boolean;
}) {
  switch (reader) {
    case 'full-page':
    case 'scanner':
      return <FullPage face={face} busy={busy} />;
    case 'swipe':
      return <Swipe face={face} busy={busy} />;
    case 'barcode':
      return <BarcodeWindow face={face} busy={busy} />;
    case 'chip':
      return <Chip face={face} busy={busy} />;
    case 'none':
      return <NoReader face={face} />;
  }
}

function FullPage({ face, busy }: { face: Face; busy: boolean }) {
  return (
    <Scene>
      <Ground />
      <ScannerBed busy={busy} />
      <g className={busy ? undefined : 'art-lay'}>
        {face === 'photo-page' ? <Booklet open={!busy} /> : <CardAbove face={face} lying={busy} />}
        {!busy && <Arrow d="M320 262v46" />}
      </g>
    </Scene>
  );
}

function Booklet({ open }: { open: boolean }) {
  return (
    <g transform={open ? 'translate(202 150)' : 'translate(202 394)'}>
      <path d="M0 0l22-46h192l22 46Z" fill="var(--accent)" />
      <path d="M0 0h236v10H0Z" fill="var(--accent-deep)" />
      {open && (
        <g transform="translate(0 12) scale(1 .5)">
          <DataPage />
        </g>
      )}
    </g>
  );
}

function CardAbove({ face, lying }: { face: Face; lying: boolean }) {
  if (lying)
    return <path d="M236 392l14-32h140l14 32Z" fill="var(--surface)" stroke="var(--line)" strokeWidth="3" />;
  return (
    <g transform="translate(210 132) scale(1 .82)">
      <FaceOf face={face} />
    </g>
  );
}

function Swipe({ face, busy }: { face: Face; busy: boolean }) {
  return (
    <Scene>
      <Ground />
      <g className={busy ? 'art-swipe art-swipe-fast' : 'art-swipe'}>
        {face === 'photo-page' ? (
          <g transform="translate(150 108)">
            <path d="M0 0h236v-52a12 12 0 0 0-12-12H12A12 12 0 0 0 0-52Z" fill="var(--accent)" />
            <DataPage />
          </g>
        ) : (
          <g transform="translate(150 103) scale(1.12)">
            <FaceOf face={face} />
          </g>
        )}
      </g>
      <path d="M44 262h552v96a16 16 0 0 1-16 16H60a16 16 0 0 1-16-16Z" fill="var(--ink)" />
      <rect x="44" y="252" width="552" height="16" rx="8" fill="#1b4043" />
      <rect x="66" y="257" width="508" height="6" rx="3" fill="#061c1e" />
      <circle cx="556" cy="330" r="8" fill={busy ? 'var(--glow)' : '#8fd3a8'} />
      <Arrow d="M230 430h180" />
    </Scene>
  );
}

/** A reader that looks up out of its window; the light falls on the code. */
function BarcodeWindow({ face, busy }: { face: Face; busy: boolean }) {
  return (
    <Scene>
      <Ground />
      <path className="art-light" d="M250 372 176 196h288L390 372Z" fill="var(--glow)" opacity=".38" />
      <g className={busy ? undefined : 'art-near'}>
        <g transform="translate(188 62) scale(1.2)">
          <FaceOf face={face} />
        </g>
      </g>
      <path d="M206 362h228l26 84H180Z" fill="var(--ink)" />
      <path d="M236 376h168l10 34H226Z" fill="#bfe0da" />
      <path d="M160 446h320v14a14 14 0 0 1-14 14H174a14 14 0 0 1-14-14Z" fill="#1b4043" />
      <circle cx="448" cy="460" r="6" fill={busy ? 'var(--glow)' : '#8fd3a8'} />
    </Scene>
  );
}

function Chip({ face, busy }: { face: Face; busy: boolean }) {
  return (
    <Scene>
      <Ground />
      <path d="M126 366h388l40 74H86Z" fill="var(--ink)" />
      <path d="M86 440h468v20a14 14 0 0 1-14 14H100a14 14 0 0 1-14-14Z" fill="#1b4043" />
      <g className="art-waves" fill="none" stroke="var(--glow)" strokeWidth="7" strokeLinecap="round">
        <path d="M282 356a54 30 0 0 1 76 0" />
        <path d="M254 336a94 50 0 0 1 132 0" />
        <path d="M226 316a134 70 0 0 1 188 0" />
      </g>
      <g className={busy ? undefined : 'art-lay'}>
        <g transform={busy ? 'translate(320 330)' : 'translate(320 190)'}>
          {face === 'photo-page' ? (
            <g transform="scale(1 .52) rotate(-90) translate(-85 -118)">
              <Cover />
            </g>
          ) : (
            <g transform="scale(1 .52) translate(-110 -70)">
              <FaceOf face={face} />
            </g>
          )}
        </g>
      </g>
    </Scene>
  );
}

function NoReader({ face }: { face: Face }) {
  return (
    <Scene>
      <Ground />
      {face === 'photo-page' ? (
        <g transform="translate(150 150) rotate(-6 85 118)">
          <Cover />
        </g>
      ) : (
        <g transform="translate(92 206) rotate(-6 110 70)">
          <Blank />
          <FaceOf face={face} />
        </g>
      )}
      <g transform="translate(430 236)">
        <circle cy="-44" r="44" fill="var(--glow)" />
        <path d="M-84 130c0-74 34-116 84-116s84 42 84 116Z" fill="var(--ink)" />
        <path d="M-18 16 0 44l18-28Z" fill="var(--surface)" />
      </g>
    </Scene>
  );
}
