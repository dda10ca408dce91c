import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, systemPreferences } from 'electron';
import { CodedError } from '../contract/errors.ts';
import { registerAppScheme } from './app-protocol.ts';
import { watchChildren } from './children.ts';
import { readConfig, type ShellConfig } from './config.ts';
import { leave, leaveOnUnforeseenErrors } from './exit.ts';
import { hardenContents } from './hardening.ts';
import { findKeyStore } from './keys.ts';
import { PortOffice } from './ports.ts';
import { watchPower } from './power.ts';
import { DriversProcess, driverArguments } from './processes/drivers.ts';
import { HostProcess } from './processes/host.ts';
import { guardSessions } from './sessions.ts';
import { closeBeforeQuit } from './shutdown.ts';
import { applySwitches } from './switches.ts';
import { WindowKeeper } from './windows/keeper.ts';

leaveOnUnforeseenErrors();
if (app.requestSingleInstanceLock()) start();
else leave('done', 'app/second-instance');

/** What has to happen before the app is ready, and then the rest. */
function start(): void {
  try {
    const config = readConfig({
      packaged: app.isPackaged,
      appPath: app.getAppPath(),
      resourcesPath: process.resourcesPath,
      userData: app.getPath('userData'),
      platform: process.platform,
      argv: process.argv.slice(app.isPackaged ? 1 : 2),
      env: process.env,
    });
    applySwitches(config);
    registerAppScheme();
    hardenContents(config.production);
    void app.whenReady().then(() => run(config));
  } catch (error) {
    leave('needsOperator', error instanceof CodedError ? error.code : 'shell/unexpected');
  }
}

async function run(config: ShellConfig): Promise<void> {
  mkdirSync(config.dataDirectory, { recursive: true, mode: 0o700 });
  const processConfig = {
    dataDirectory: config.dataDirectory,
    resourcesDirectory: config.resourcesDirectory,
    stationFile: config.stationFile,
    simulated: config.simulated,
    cameraFile: config.cameraFile,
    version: app.getVersion(),
  };
  let windows: WindowKeeper | undefined;
  const roleOf = (contents: Electron.WebContents) => windows?.roleOf(contents);
  guardSessions({
    development: !config.production,
    folders: {
      renderer: config.rendererDirectory,
      models: join(config.resourcesDirectory, 'models', 'generated'),
    },
    roleOf,
  });

  const host = new HostProcess(
    join(config.entriesDirectory, 'host.js'),
    { ...processConfig, keyStoreBackend: await findKeyStore(process.platform) },
    {
      onReady: () => ports.hostIsReady(),
      onVisitEnded: () => void windows?.replaceVisitor(),
      onFatal: (code) => leave('needsOperator', code),
      onSpawnDrivers: (named) => drivers.spawn(named),
      onOpenVision: () => windows?.openVision(),
      onGone: (final) => {
        windows?.closeVision();
        if (final) leave('restart', 'host/gone');
      },
    },
  );
  const drivers = new DriversProcess(
    join(config.entriesDirectory, 'drivers.js'),
    driverArguments(processConfig, join(config.resourcesDirectory, 'specimens')),
    host,
  );
  const ports = new PortOffice(roleOf, host);
  const { quit } = closeBeforeQuit(async () => {
    windows?.close();
    await Promise.all([host.end(), drivers.end()]);
  });

  watchChildren((type) => leave('restartDevice', `child/gone:${type}`));
  watchPower({ onSuspend: () => host.suspend(), onResume: () => host.resume(), onShutdown: quit });
  if (process.platform === 'darwin') await systemPreferences.askForMediaAccess('camera');

  host.start();
  windows = new WindowKeeper(config, {
    onPromoted: (contents) => ports.serve(contents),
    onLeave: (reason) => leave('needsOperator', `page/${reason}`),
    onGivenUp: (role, reason) => {
      if (role === 'visitor' || role === 'staff') leave('restart', `page/gave-up:${role}:${reason}`);
    },
  });
  windows.open();
}
