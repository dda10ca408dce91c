import { app } from 'electron';
import type { ShellConfig } from './config.ts';
import { ShellError } from './errors.ts';

/** Switches of Chromium and Node that open a door into the pages, the network or the processes. */
export const refusedSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
  'js-flags',
  'no-sandbox',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-file-access-from-files',
  'host-rules',
  'host-resolver-rules',
  'proxy-server',
  'proxy-pac-url',
  'ignore-certificate-errors',
  'load-extension',
  'log-net-log',
  'use-fake-ui-for-media-stream',
  'use-fake-device-for-media-stream',
  'use-file-for-fake-video-capture',
  'auto-select-desktop-capture-source',
] as const;

/**
 * Call before the app is ready. A camera that shows a file exists in simulation only; in production a command line
 * that carries such a switch stops the app.
 *
 * @throws ShellError 'shell/switch-refused'
 */
export function applySwitches(config: ShellConfig): void {
  if (config.production) {
    const found = refusedSwitches.find((name) => app.commandLine.hasSwitch(name));
    if (found) throw new ShellError('shell/switch-refused', `The switch --${found} is not allowed.`);
  }
  app.enableSandbox();
  app.commandLine.appendSwitch('disable-pinch');
  app.commandLine.appendSwitch('overscroll-history-navigation', '0');
  app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
  if (!config.simulated) return;
  app.commandLine.appendSwitch('use-fake-device-for-media-stream');
  if (config.cameraFile) app.commandLine.appendSwitch('use-file-for-fake-video-capture', config.cameraFile);
}
