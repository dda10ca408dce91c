import { Mark } from '../../ui/Logo.tsx';
import {
  CodeSketch,
  Cover,
  CredentialCard,
  DataPage,
  Ground,
  Phone,
  Scene,
  Silhouette,
  TickBadge,
} from './pieces.tsx';
import './art.css';

/** From document to phone: what the kiosk is for. */
export function Journey() {
  return (
    <Scene width={760} height={560}>
      <g transform="translate(96 176) rotate(-11 85 118)">
        <Cover />
      </g>
      <g transform="translate(246 92) rotate(5 118 85)">
        <DataPage />
      </g>
      <path
        className="art-flow"
        d="M330 400c60 62 120 44 150-18"
        fill="none"
        stroke="var(--glow)"
        strokeWidth="8"
        strokeLinecap="round"
        strokeDasharray="2 20"
      />
      <g transform="translate(486 130) rotate(7 88 165)">
        <Phone>
          <g transform="translate(22 58)">
            <CredentialCard />
          </g>
          <g fill="var(--paper-deep)">
            <rect x="22" y="166" width="132" height="40" rx="10" />
            <rect x="22" y="216" width="132" height="40" rx="10" />
          </g>
        </Phone>
        <g transform="translate(158 68)">
          <TickBadge />
        </g>
      </g>
    </Scene>
  );
}

export function WalletPhone() {
  return (
    <Scene>
      <Ground />
      <g transform="translate(232 90)">
        <Phone>
          <g className="art-cards">
            <g transform="translate(22 190)" opacity=".35">
              <CredentialCard />
            </g>
            <g transform="translate(22 128)" opacity=".65">
              <CredentialCard />
            </g>
            <g transform="translate(22 66)">
              <CredentialCard />
            </g>
          </g>
        </Phone>
      </g>
    </Scene>
  );
}

/** The live picture's oval with a calm face in it. */
export function FaceScene() {
  return (
    <Scene>
      <Ground />
      <ellipse cx="320" cy="262" rx="150" ry="194" fill="var(--surface)" />
      <clipPath id="art-face">
        <ellipse cx="320" cy="262" rx="150" ry="194" />
      </clipPath>
      <g clipPath="url(#art-face)">
        <path d="M170 470c0-78 62-120 150-120s150 42 150 120Z" fill="var(--accent)" />
        <path d="M286 318h68v44a34 34 0 0 1-68 0Z" fill="#d9a57b" />
        <ellipse cx="320" cy="246" rx="78" ry="98" fill="#e8b88f" />
        <path
          d="M238 238c-8-78 36-118 84-118s92 38 82 118c-10-38-30-58-46-66-30 20-76 22-98 10-12 12-20 32-22 56Z"
          fill="#3d2b22"
        />
      </g>
      <g fill="none" stroke="var(--ink)" strokeWidth="6" strokeLinecap="round">
        <path className="art-blink" d="M288 244v8M352 244v8" />
        <path d="M298 296c14 12 30 12 44 0" />
        <path d="M320 254c-4 14-6 20 3 22" stroke="#b9805a" strokeWidth="5" />
      </g>
      <ellipse
        className="art-oval"
        cx="320"
        cy="262"
        rx="150"
        ry="194"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="9"
        pathLength="100"
      />
    </Scene>
  );
}

/** Three small drawings that say it without words. */
export function FaceTip({ tip }: { tip: 'look' | 'uncover' | 'alone' }) {
  return (
    <svg className="art-tip" viewBox="0 0 96 96" aria-hidden="true">
      <circle cx="48" cy="48" r="46" fill="var(--accent-wash)" />
      {tip === 'look' && (
        <g fill="none" stroke="var(--accent)" strokeWidth="5" strokeLinecap="round">
          <path d="M18 48c10-16 20-22 30-22s20 6 30 22c-10 16-20 22-30 22S28 64 18 48Z" />
          <circle cx="48" cy="48" r="10" fill="var(--accent)" />
        </g>
      )}
      {tip === 'uncover' && (
        <g fill="none" stroke="var(--accent)" strokeWidth="5" strokeLinecap="round">
          <circle cx="32" cy="50" r="12" fill="var(--accent)" />
          <circle cx="64" cy="50" r="12" fill="var(--accent)" />
          <path d="M44 48c3-3 5-3 8 0M20 46l-5-8M76 46l5-8" />
          <path d="M22 76 74 22" stroke="var(--alert)" strokeWidth="6" />
        </g>
      )}
      {tip === 'alone' && (
        <>
          <clipPath id="art-tip-round">
            <circle cx="48" cy="48" r="46" />
          </clipPath>
          <g clipPath="url(#art-tip-round)">
            <Silhouette x={15} y={16} scale={1.1} />
          </g>
        </>
      )}
    </svg>
  );
}

export function StepIcon({ of: kind }: { of: 'document' | 'face' | 'phone' }) {
  if (kind === 'document')
    return (
      <svg className="art-step" viewBox="-20 -20 210 276" aria-hidden="true">
        <Cover />
      </svg>
    );
  if (kind === 'face')
    return (
      <svg className="art-step" viewBox="-24 -12 108 108" aria-hidden="true">
        <circle cx="30" cy="42" r="52" fill="var(--accent-wash)" />
        <Silhouette x={0} y={10} />
        <path
          d="M-16 14v-18h18M76 14v-18h-18M-16 70v18h18M76 70v18h-18"
          fill="none"
          stroke="var(--glow)"
          strokeWidth="6"
        />
      </svg>
    );
  return (
    <svg className="art-step" viewBox="-30 0 236 330" aria-hidden="true">
      <Phone>
        <g transform="translate(38 96)">
          <CodeSketch />
        </g>
      </Phone>
    </svg>
  );
}

/** The phone with its credential; the document comes out of the reader beside it. */
export function DoneScene() {
  return (
    <Scene>
      <Ground />
      <g transform="translate(150 84)">
        <Phone>
          <g className="art-arrive" transform="translate(22 70)">
            <CredentialCard />
          </g>
          <rect x="22" y="178" width="132" height="40" rx="10" fill="var(--paper-deep)" />
          <rect x="22" y="228" width="132" height="40" rx="10" fill="var(--paper-deep)" />
        </Phone>
      </g>
      <g className="art-take" transform="translate(378 176)">
        <g transform="rotate(8 85 118)">
          <Cover />
        </g>
      </g>
      <g className="art-pop" transform="translate(318 110)">
        <TickBadge r={44} />
      </g>
    </Scene>
  );
}

export function PhoneAsks() {
  return (
    <Scene width={300} height={380}>
      <g transform="translate(62 24)">
        <Phone>
          <g fill="var(--accent)">
            {[0, 1, 2, 3, 4, 5].map((i) => (
              <circle
                key={i}
                className="art-dot"
                cx={33 + i * 22}
                cy="120"
                r="8"
                style={{ animationDelay: `${i * 160}ms` }}
              />
            ))}
          </g>
          <g fill="var(--paper-deep)">
            {[0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => (
              <rect
                key={i}
                x={26 + (i % 3) * 44}
                y={168 + Math.floor(i / 3) * 44}
                width="36"
                height="36"
                rx="9"
              />
            ))}
          </g>
        </Phone>
      </g>
    </Scene>
  );
}

export function PhoneReceives({ done = false }: { done?: boolean }) {
  return (
    <Scene width={300} height={380}>
      <g transform="translate(62 24)">
        <Phone>
          <g className={done ? undefined : 'art-arrive art-arrive-again'} transform="translate(22 90)">
            <CredentialCard />
          </g>
          <rect x="22" y="196" width="132" height="40" rx="10" fill="var(--paper-deep)" />
        </Phone>
        {done && (
          <g className="art-pop" transform="translate(152 96)">
            <TickBadge r={34} />
          </g>
        )}
      </g>
    </Scene>
  );
}

/** A code that leads nowhere any more. */
export function PhoneStops() {
  return (
    <Scene width={300} height={380}>
      <g transform="translate(62 24)">
        <Phone>
          <g transform="translate(38 108)" opacity=".28">
            <CodeSketch />
          </g>
          <rect x="38" y="232" width="100" height="12" rx="6" fill="var(--paper-deep)" />
          <rect x="54" y="254" width="68" height="12" rx="6" fill="var(--paper-deep)" />
        </Phone>
        <g transform="translate(152 108)">
          <circle r="38" fill="var(--alert)" stroke="var(--paper)" strokeWidth="8" />
          <path d="M0-17v20" stroke="#fff" strokeWidth="8" strokeLinecap="round" />
          <circle cy="17" r="5" fill="#fff" />
        </g>
      </g>
    </Scene>
  );
}

export function PersonScene() {
  return (
    <Scene>
      <Ground />
      <g transform="translate(320 196)">
        <circle cy="-56" r="56" fill="#e8b88f" />
        <path d="M-58-60c0-44 26-62 58-62s60 18 58 64c-16-6-26-18-32-32-20 22-54 28-84 30Z" fill="#5a3b2a" />
        <path d="M-122 170C-122 66-72 14 0 14s122 52 122 156Z" fill="var(--accent)" />
        <path d="M-26 16 0 58l26-42Z" fill="var(--surface)" />
        <rect x="44" y="88" width="52" height="34" rx="5" fill="var(--surface)" />
        <path d="M52 100h36M52 110h22" stroke="var(--line-strong)" strokeWidth="4" />
      </g>
      <rect x="70" y="364" width="500" height="34" rx="10" fill="var(--ink)" />
      <path d="M104 398h432v58a12 12 0 0 1-12 12H116a12 12 0 0 1-12-12Z" fill="#1b4043" />
      <g transform="translate(458 304) scale(1.3)" style={{ color: 'var(--glow)' }}>
        <rect x="21.4" y="4" width="5.2" height="9" rx="2.6" fill="currentColor" />
        <path d="M6 34a18 18 0 0 1 36 0Z" fill="currentColor" />
        <rect x="3" y="37" width="42" height="6" rx="3" fill="currentColor" />
      </g>
    </Scene>
  );
}

/** An empty, tidy desk: nothing was left. */
export function ClearedScene() {
  return (
    <Scene>
      <Ground />
      <g className="art-shine" stroke="var(--glow)" strokeWidth="8" strokeLinecap="round">
        <path d="M320 66v34M214 96l18 28M426 96l-18 28M150 176l30 14M490 176l-30 14" />
      </g>
      <g transform="translate(200 120) scale(5)" style={{ color: 'var(--accent)' }}>
        <Mark />
      </g>
      <rect x="70" y="372" width="500" height="34" rx="10" fill="var(--ink)" />
      <path d="M104 406h432v52a12 12 0 0 1-12 12H116a12 12 0 0 1-12-12Z" fill="#1b4043" />
    </Scene>
  );
}
