import { createRoot } from 'react-dom/client';
import { type HostForStation, type StationSnapshot, stationSnapshot } from '../../electron/contract/index.ts';
import { connectorFor, createWindowStore } from '../state/index.ts';
import { App } from './App.tsx';
import { StationProvider } from './panel.tsx';
import '../ui/base.css';
import '../staff/parts/desk.css';

const window = createWindowStore<StationSnapshot, HostForStation>({
  schema: stationSnapshot,
  connect: connectorFor('station'),
});

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <StationProvider window={window}>
    <App />
  </StationProvider>,
);
