import './visitor.css';
import { useCallback, useEffect, useState } from 'react';
import type { VisitorSnapshot } from '../../electron/contract/index.ts';
import { directionOf } from '../i18n/index.ts';
import { useCameraWatch } from './face/useCameraWatch.ts';
import { HelpProvider } from './help.tsx';
import { useWindowState } from './kiosk.tsx';
import { Connecting, ConnectionOverlay } from './overlays/Connection.tsx';
import { CancelPrompt, HelpCalled } from './overlays/Help.tsx';
import { OutOfService } from './overlays/OutOfService.tsx';
import { StillThere } from './overlays/StillThere.tsx';
import { Toasts } from './overlays/Toasts.tsx';
import { Shell } from './Shell.tsx';
import { StepScreen } from './StepScreen.tsx';
import { useReaderKeys } from './useReaderKeys.ts';

/** A question or an answer of the window itself, over whatever step the host shows. */
export type Asking = 'cancel' | 'help-called' | null;

export function App() {
  const snapshot = useWindowState((state) => state.snapshot);
  const link = useWindowState((state) => state.link);
  useReaderKeys();
  useCameraWatch();
  return (
    <>
      {snapshot ? <Visit snapshot={snapshot} /> : link === 'connecting' && <Connecting />}
      <ConnectionOverlay link={link} known={snapshot !== null} />
    </>
  );
}

function Visit({ snapshot }: { snapshot: VisitorSnapshot }) {
  const { language, step, outOfService, idleEndsAt, canGoBack } = snapshot;
  const [asking, setAsking] = useState<Asking>(null);
  const called = useCallback(() => setAsking('help-called'), []);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  const name = step.name;
  const closing = name === 'ended' || name === 'attract' || name === 'referred' || name === 'refused';
  useEffect(() => {
    if (closing) setAsking(null);
  }, [closing]);

  if (outOfService) return <OutOfService snapshot={snapshot} code={outOfService.code} />;
  return (
    <HelpProvider called={called}>
      <Shell snapshot={snapshot} ask={setAsking}>
        <StepScreen key={name} step={step} canGoBack={canGoBack} snapshot={snapshot} />
      </Shell>
      <Toasts resumed={snapshot.resumed} />
      {idleEndsAt !== null && <StillThere endsAt={idleEndsAt} />}
      {asking === 'cancel' && <CancelPrompt close={() => setAsking(null)} />}
      {asking === 'help-called' && <HelpCalled close={() => setAsking(null)} />}
    </HelpProvider>
  );
}
