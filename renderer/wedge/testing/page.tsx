import { createRoot } from 'react-dom/client';
import {
  type HostForStaff,
  type HostForVisitor,
  type StaffSnapshot,
  staffSnapshot,
  type VisitorSnapshot,
  visitorSnapshot,
} from '../../../electron/contract/index.ts';
import { snapshotOf } from '../../../tools/gallery/page/cases.ts';
import { App as StaffApp } from '../../staff/App.tsx';
import { StaffProvider } from '../../staff/desk.tsx';
import { type FakeHost, fakeHost } from '../../staff/testing/fake-host.ts';
import { staffScenes } from '../../staff/testing/fixtures.ts';
import { createWindowStore } from '../../state/index.ts';
import { App as VisitorApp } from '../../visitor/App.tsx';
import { type KioskParts, KioskProvider } from '../../visitor/kiosk.tsx';
import '../../ui/base.css';

/** What a test may do with the page: `?staff=referred` is the window of staff in that scene, without it the visitor's. */
export interface WindowUnderTest {
  asked: unknown[];
  /** Has the station expect a keyboard reader, or none. */
  expect(reader: boolean): void;
}

type WithStation = { station: VisitorSnapshot['station'] };
const withReader = <S extends WithStation>(snapshot: S, keyboardReader: boolean): S => ({
  ...snapshot,
  station: { ...snapshot.station, keyboardReader },
});

function under<S extends WithStation>(snapshot: S, host: FakeHost<S>): WindowUnderTest {
  return { asked: host.asked, expect: (reader) => host.show(withReader(snapshot, reader)) };
}

const root = createRoot(document.getElementById('root') as HTMLElement);

function visitor(): WindowUnderTest {
  const snapshot = snapshotOf({ id: 'details', step: { name: 'details', values: null } }, 'en');
  const host = fakeHost<VisitorSnapshot>(withReader(snapshot, true));
  const window = createWindowStore<VisitorSnapshot, HostForVisitor>({
    schema: visitorSnapshot,
    connect: host.connect,
  });
  // No camera is needed before the face.
  const parts = { window } as KioskParts;
  root.render(
    <KioskProvider parts={parts}>
      <VisitorApp />
    </KioskProvider>,
  );
  return under(snapshot, host);
}

function staff(scene: string): WindowUnderTest {
  const snapshot = staffScenes[scene]!();
  const host = fakeHost<StaffSnapshot>(withReader(snapshot, true));
  const window = createWindowStore<StaffSnapshot, HostForStaff>({
    schema: staffSnapshot,
    connect: host.connect,
  });
  root.render(
    <StaffProvider window={window}>
      <StaffApp />
    </StaffProvider>,
  );
  return under(snapshot, host);
}

const query = new URLSearchParams(location.search);
const scene = query.get('staff');
Object.assign(globalThis, { underTest: scene ? staff(scene) : visitor() });
