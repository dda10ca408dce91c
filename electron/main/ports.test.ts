import { expect, test } from 'vitest';
import { startShell } from './testing/start-shell.ts';
import { FrameDouble } from './testing/window-double.ts';

test('the frame that asked gets one end and the host the other, and they are joined', async () => {
  const shell = await startShell({ hostReady: true });
  const contents = shell.windowsOf('staff')[0]!.lastContents;
  shell.asksForPort(contents);
  const [toPage] = contents.mainFrame.received;
  const [toHost] = shell.host().told('port');
  expect(toPage?.channel).toBe('proofdesk:port');
  expect(toHost?.message).toEqual({ type: 'port', role: 'staff' });
  const heard: unknown[] = [];
  toHost?.ports[0]?.on('message', ({ data }) => heard.push(data));
  toHost?.ports[0]?.start();
  toPage?.ports[0]?.postMessage({ picture: new Uint8Array([1, 2]) });
  await shell.pass(0);
  expect(heard).toEqual([{ picture: new Uint8Array([1, 2]) }]);
});

test.each(['a frame within the page', 'no frame', 'another address', 'another role', 'a strange page'])(
  '%s gets no port',
  async (who) => {
    const shell = await startShell({ hostReady: true });
    const contents = shell.windowsOf('staff')[0]!.lastContents;
    const inner = new FrameDouble();
    inner.url = contents.mainFrame.url;
    if (who === 'another address') contents.mainFrame.url = 'https://kiosk/staff/index.html';
    if (who === 'another role') contents.mainFrame.url = 'app://kiosk/visitor/index.html';
    if (who === 'a frame within the page') shell.asksForPort(contents, inner);
    else if (who === 'no frame') shell.asksForPort(contents, null);
    else if (who === 'a strange page') {
      const { ContentsDouble } = await import('./testing/window-double.ts');
      const strange = new ContentsDouble(shell.sessionOf('staff'));
      strange.mainFrame.url = inner.url;
      shell.asksForPort(strange);
      expect(strange.mainFrame.received).toEqual([]);
    } else shell.asksForPort(contents);
    expect(inner.received).toEqual([]);
    expect(contents.mainFrame.received).toEqual([]);
    expect(shell.host().told('port')).toEqual([]);
  },
);

test('a page that asks before the host is ready waits for it', async () => {
  const shell = await startShell();
  const contents = shell.windowsOf('visitor')[0]!.lastContents;
  shell.asksForPort(contents);
  expect(contents.mainFrame.received).toEqual([]);
  shell.host().says({ type: 'ready' });
  expect(contents.mainFrame.received).toHaveLength(1);
});

test('the pre-warmed page gets its port when the visitor is its visitor, not before', async () => {
  const shell = await startShell({ hostReady: true });
  shell.paint();
  const [current, spare] = shell.windowsOf('visitor').map((window) => window.lastContents);
  shell.asksForPort(current!);
  shell.asksForPort(spare!);
  expect(spare?.mainFrame.received).toEqual([]);
  expect(shell.host().told('port')).toHaveLength(1);
  shell.host().says({ type: 'visit-ended' });
  expect(spare?.mainFrame.received).toHaveLength(1);
  expect(shell.host().told('port')).toHaveLength(2);
});

test('windows that are gone by then are no business of a new host', async () => {
  const shell = await startShell({ hostReady: true });
  shell.paint();
  const visitor = shell.windowsOf('visitor')[0]!.lastContents;
  shell.asksForPort(visitor);
  shell.host().says({ type: 'visit-ended' });
  shell.host().end(1);
  await shell.pass(500);
  shell.host().says({ type: 'ready' });
  expect(visitor.destroyed).toBe(true);
  expect(visitor.reloads).toBe(0);
  expect(shell.app.exitCode).toBeUndefined();
});

test('a new host gets fresh pages, which ask again; a page that waited is served', async () => {
  const shell = await startShell({ hostReady: true });
  shell.paint();
  const staff = shell.windowsOf('staff')[0]!.lastContents;
  const visitor = shell.windowsOf('visitor')[0]!.lastContents;
  shell.asksForPort(staff);
  shell.host().end(1);
  shell.asksForPort(visitor);
  await shell.pass(500);
  shell.host().says({ type: 'ready' });
  expect(staff.reloads).toBe(1);
  expect(visitor.reloads).toBe(0);
  expect(
    shell
      .host()
      .told('port')
      .map(({ message }) => message.role),
  ).toEqual(['visitor']);
  shell.asksForPort(staff);
  expect(
    shell
      .host()
      .told('port')
      .map(({ message }) => message.role),
  ).toEqual(['visitor', 'staff']);
});
