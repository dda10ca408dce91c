import { createRoot } from 'react-dom/client';
import { type HostForVisitor, type VisitorSnapshot, visitorSnapshot } from '../../electron/contract/index.ts';
import { photoSize, watchCameras } from '../camera/index.ts';
import { connectorFor, createWindowStore } from '../state/index.ts';
import { App } from './App.tsx';
import { startFaceSession } from './face/start.ts';
import { KioskProvider } from './kiosk.tsx';
import '../ui/base.css';

const window = createWindowStore<VisitorSnapshot, HostForVisitor>({
  schema: visitorSnapshot,
  connect: connectorFor('visitor'),
});

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <KioskProvider
    parts={{ window, startFaceSession, watchCameras: (report) => watchCameras(photoSize, report) }}
  >
    <App />
  </KioskProvider>,
);
