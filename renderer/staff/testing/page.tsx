import { createRoot } from 'react-dom/client';
import {
  type HostForStaff,
  type HostForStation,
  type StaffSnapshot,
  type StationSnapshot,
  staffSnapshot,
  stationSnapshot,
} from '../../../electron/contract/index.ts';
import { createWindowStore, type LinkState } from '../../state/index.ts';
import { App as StationApp } from '../../station/App.tsx';
import { StationProvider } from '../../station/panel.tsx';
import { stationScenes } from '../../station/testing/fixtures.ts';
import { App as StaffApp } from '../App.tsx';
import { StaffProvider } from '../desk.tsx';
import { fakeHost } from './fake-host.ts';
import { staffScenes } from './fixtures.ts';
import { drawnPicture } from './pictures.ts';
import '../../ui/base.css';
import '../parts/desk.css';

/** What a test may do with the page: `?staff=referred` and `?station=busy` choose the window and its scene. */
export interface DeskUnderTest {
  scenes: { staff: string[]; station: string[] };
  asked: unknown[];
  show(scene: string): void;
  refuseWith(code: string | null): void;
  break(state: LinkState): void;
}

const query = new URLSearchParams(location.search);
const scenes = { staff: Object.keys(staffScenes), station: Object.keys(stationScenes) };
const root = createRoot(document.getElementById('root') as HTMLElement);

function staff(scene: string): Omit<DeskUnderTest, 'scenes'> {
  const host = fakeHost<StaffSnapshot>(staffScenes[scene]?.() ?? fail(scene), drawnPicture);
  const window = createWindowStore<StaffSnapshot, HostForStaff>({
    schema: staffSnapshot,
    connect: host.connect,
  });
  root.render(
    <StaffProvider window={window}>
      <StaffApp />
    </StaffProvider>,
  );
  return { ...host, show: (name) => host.show(staffScenes[name]?.() ?? fail(name)) };
}

function station(scene: string): Omit<DeskUnderTest, 'scenes'> {
  const host = fakeHost<StationSnapshot>(stationScenes[scene]?.() ?? fail(scene));
  const window = createWindowStore<StationSnapshot, HostForStation>({
    schema: stationSnapshot,
    connect: host.connect,
  });
  root.render(
    <StationProvider window={window}>
      <StationApp />
    </StationProvider>,
  );
  return { ...host, show: (name) => host.show(stationScenes[name]?.() ?? fail(name)) };
}

function fail(scene: string): never {
  throw new Error(`no scene ${scene}`);
}

const stationScene = query.get('station');
const underTest = stationScene ? station(stationScene) : staff(query.get('staff') ?? 'idle');
Object.assign(globalThis, { underTest: { ...underTest, scenes } satisfies DeskUnderTest });
