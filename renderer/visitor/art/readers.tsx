import type { StepOf } from '../../../electron/contract/index.ts';
import { Cover, DataPage, Ground, Scene } from './pieces.tsx';
import './art.css';

type Reader = StepOf<'document-guidance'>['reader'];

/** How a document meets this station's reader, moving; at rest where less motion is asked for. */
export function ReaderScene({ reader, busy = false }: { reader: Reader; busy?: boolean }) {
  switch (reader) {
    case 'full-page':
      return <FullPage busy={busy} />;
    case 'swipe':
      return <Swipe busy={busy} />;
    case 'chip':
      return <Chip busy={busy} />;
    case 'none':
      return <NoReader />;
  }
}

function FullPage({ busy }: { busy: boolean }) {
  return (
    <Scene>
      <Ground />
      <path d="M96 330h448l46 96H50Z" fill="var(--ink)" />
      <path d="M140 344h360l28 62H112Z" fill="#bfe0da" />
      <path d="M50 426h540v34a14 14 0 0 1-14 14H64a14 14 0 0 1-14-14Z" fill="#1b4043" />
      <circle cx="552" cy="450" r="7" fill={busy ? 'var(--glow)' : '#8fd3a8'} />
      {busy && <path className="art-beam" d="M134 357h372l6 13H128Z" fill="#fff" opacity=".85" />}
      <g className={busy ? undefined : 'art-lay'}>
        <g transform={busy ? 'translate(202 300)' : 'translate(202 150)'}>
          <path d="M0 0l22-46h192l22 46Z" fill="var(--accent)" />
          <path d="M0 0h236v10H0Z" fill="var(--accent-deep)" />
          {!busy && (
            <g transform="translate(0 12) skewX(0) scale(1 .5)">
              <DataPage />
            </g>
          )}
        </g>
        {!busy && <Arrow d="M320 262v46" />}
      </g>
    </Scene>
  );
}

function Swipe({ busy }: { busy: boolean }) {
  return (
    <Scene>
      <Ground />
      <g className={busy ? 'art-swipe art-swipe-fast' : 'art-swipe'}>
        <g transform="translate(150 108)">
          <path d="M0 0h236v-52a12 12 0 0 0-12-12H12A12 12 0 0 0 0-52Z" fill="var(--accent)" />
          <DataPage />
        </g>
      </g>
      <path d="M44 262h552v96a16 16 0 0 1-16 16H60a16 16 0 0 1-16-16Z" fill="var(--ink)" />
      <rect x="44" y="252" width="552" height="16" rx="8" fill="#1b4043" />
      <rect x="66" y="257" width="508" height="6" rx="3" fill="#061c1e" />
      <circle cx="556" cy="330" r="8" fill={busy ? 'var(--glow)' : '#8fd3a8'} />
      <Arrow d="M230 430h180" />
    </Scene>
  );
}

function Chip({ busy }: { busy: boolean }) {
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
          <g transform="scale(1 .52) rotate(-90) translate(-85 -118)">
            <Cover />
          </g>
        </g>
      </g>
    </Scene>
  );
}

function NoReader() {
  return (
    <Scene>
      <Ground />
      <g transform="translate(150 150) rotate(-6 85 118)">
        <Cover />
      </g>
      <g transform="translate(430 236)">
        <circle cy="-44" r="44" fill="var(--glow)" />
        <path d="M-84 130c0-74 34-116 84-116s84 42 84 116Z" fill="var(--ink)" />
        <path d="M-18 16 0 44l18-28Z" fill="var(--surface)" />
      </g>
    </Scene>
  );
}

function Arrow({ d }: { d: string }) {
  return (
    <>
      <defs>
        <marker
          id="art-arrow"
          viewBox="0 0 10 10"
          refX="6"
          refY="5"
          markerWidth="4"
          markerHeight="4"
          orient="auto"
        >
          <path d="M1 1l6 4-6 4" fill="none" stroke="var(--glow)" strokeWidth="2.4" strokeLinecap="round" />
        </marker>
      </defs>
      <path
        className="art-arrow"
        d={d}
        fill="none"
        stroke="var(--glow)"
        strokeWidth="9"
        strokeLinecap="round"
        markerEnd="url(#art-arrow)"
      />
    </>
  );
}
