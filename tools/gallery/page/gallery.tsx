import { createRoot } from 'react-dom/client';
import {
  type HostForVisitor,
  type VisitorSnapshot,
  visitorSnapshot,
} from '../../../electron/contract/index.ts';
import { createWindowStore } from '../../../renderer/state/index.ts';
import { App } from '../../../renderer/visitor/App.tsx';
import { KioskProvider } from '../../../renderer/visitor/kiosk.tsx';
import { enlargeText, findCut } from './audit.ts';
import { galleryCamera } from './camera.ts';
import type { Case } from './case.ts';
import { cases, languages } from './cases.ts';
import { galleryHost } from './host.ts';
import '../../../renderer/ui/base.css';

/** One case through the very components of the kiosk. */
export function showCase(root: HTMLElement, shown: Case, language: string): void {
  const { connect, asked } = galleryHost(shown, language);
  const window = createWindowStore<VisitorSnapshot, HostForVisitor>({ schema: visitorSnapshot, connect });
  Object.assign(globalThis, { galleryAsked: asked, galleryCut: findCut, galleryEnlarge: enlargeText });
  createRoot(root).render(
    <KioskProvider parts={{ window, startFaceSession: galleryCamera(shown) }}>
      <App />
    </KioskProvider>,
  );
  const tool =
    shown.press && `.shell-tools .tool:nth-child(${{ language: 1, help: 2, cancel: 3 }[shown.press]})`;
  touch(tool ? [tool] : (shown.touch ?? []));
}

/** Touches one after the other, each as soon as it is there. */
function touch([first, ...rest]: readonly string[]) {
  if (!first) return;
  const timer = setInterval(() => {
    const found = document.querySelector<HTMLElement>(first);
    if (!found) return;
    clearInterval(timer);
    found.click();
    touch(rest);
  }, 30);
}

/** All cases, each in every language. */
export function showList(root: HTMLElement): void {
  document.body.style.overflow = 'auto';
  createRoot(root).render(
    <main style={{ padding: 24, fontSize: 16 }}>
      <h1>Gallery</h1>
      <ul>
        {cases.map(({ id }) => (
          <li key={id}>
            {id}:{' '}
            {languages.map(({ code }) => (
              <a key={code} href={`?case=${id}&lang=${code}`} style={{ marginInlineEnd: 8 }}>
                {code}
              </a>
            ))}
          </li>
        ))}
      </ul>
    </main>,
  );
}
