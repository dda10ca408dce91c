import { Globe, LifeBuoy, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { VisitorSnapshot } from '../../electron/contract/index.ts';
import { Guilloche } from '../ui/Guilloche.tsx';
import { Logo } from '../ui/Logo.tsx';
import type { Asking } from './App.tsx';
import { useCallStaff } from './help.tsx';
import { useVisiting } from './kiosk.tsx';
import { LanguageDialog } from './overlays/LanguageDialog.tsx';
import './shell.css';

/** What stays while the steps change. On a tall screen the tools lie at the bottom, where every hand reaches. */
export function Shell({
  snapshot,
  ask,
  children,
}: {
  snapshot: VisitorSnapshot;
  ask: (asking: Asking) => void;
  children: ReactNode;
}) {
  const { m, waits } = useVisiting();
  const [languages, setLanguages] = useState(false);
  const { station, step, progress } = snapshot;
  const running = step.name !== 'attract' && step.name !== 'ended';
  const stoppable = running && step.name !== 'success' && step.name !== 'referred' && step.name !== 'refused';
  const callStaff = useCallStaff();
  return (
    <div className="shell" data-step={step.name}>
      {step.name !== 'attract' && <Guilloche className="shell-ground" />}
      <header className="shell-head">
        <div className="shell-brand">
          <Logo className="shell-logo" />
          <div>
            <p className="shell-organisation">{station.organisation}</p>
            <p className="shell-badges">
              {station.posture === 'offline' && <span>{m.common.offline}</span>}
              {station.simulated && <span>{m.common.simulated}</span>}
            </p>
          </div>
        </div>
        {progress && <Progress {...progress} />}
      </header>
      <main className="shell-main">{children}</main>
      {running && (
        <nav className="shell-tools" aria-label={m.common.mainMenu}>
          <Tool
            icon={<Globe aria-hidden="true" />}
            onPress={() => setLanguages(true)}
            label={m.common.language}
          />
          <Tool
            icon={<LifeBuoy aria-hidden="true" />}
            onPress={() => void callStaff()}
            label={m.common.help}
            busy={waits('visit.call-staff')}
          />
          {stoppable && (
            <Tool icon={<X aria-hidden="true" />} onPress={() => ask('cancel')} label={m.common.cancel} />
          )}
        </nav>
      )}
      {languages && <LanguageDialog station={station} close={() => setLanguages(false)} />}
    </div>
  );
}

function Tool({
  icon,
  label,
  onPress,
  busy = false,
}: {
  icon: ReactNode;
  label: string;
  onPress: () => void;
  busy?: boolean;
}) {
  return (
    <button
      type="button"
      className="tool"
      aria-busy={busy || undefined}
      onClick={() => {
        if (!busy) onPress();
      }}
    >
      {icon}
      <span>{label}</span>
    </button>
  );
}

function Progress({ index, total }: { index: number; total: number }) {
  const { m } = useVisiting();
  return (
    <div className="progress">
      <p>{m.common.stepOf(index, total)}</p>
      <div className="progress-line" aria-hidden="true">
        {Array.from({ length: total }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the dots have nothing else to tell them apart
          <span key={i} data-state={i + 1 < index ? 'done' : i + 1 === index ? 'now' : 'next'} />
        ))}
      </div>
    </div>
  );
}
