import { createRoot } from 'react-dom/client';
import { type HostForStaff, type StaffSnapshot, staffSnapshot } from '../../electron/contract/index.ts';
import { connectorFor, createWindowStore } from '../state/index.ts';
import { App } from './App.tsx';
import { StaffProvider } from './desk.tsx';
import '../ui/base.css';
import './parts/desk.css';

const window = createWindowStore<StaffSnapshot, HostForStaff>({
  schema: staffSnapshot,
  connect: connectorFor('staff'),
});

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <StaffProvider window={window}>
    <App />
  </StaffProvider>,
);
