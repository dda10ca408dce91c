import { z } from 'zod';
import { windowRoles } from './windows.ts';

/**
 * What Electron's main process and the host's process say to each other on `parentPort`. Nothing of a visit is said
 * here: windows and drivers reach the host over MessagePorts of their own, which main hands over.
 */
export const windowRole = z.enum(windowRoles);

/**
 * Where the operating system keeps the key that wraps the vault's key. `basic_text` is Chromium's fallback on Linux, a
 * password that is part of its source; `unknown` is a machine without any key store, where wrapping fails.
 */
export const keyStoreBackend = z.enum([
  'dpapi',
  'keychain',
  'gnome_libsecret',
  'kwallet',
  'kwallet5',
  'kwallet6',
  'basic_text',
  'unknown',
]);
export type KeyStoreBackend = z.infer<typeof keyStoreBackend>;

const path = z.string().min(1).max(4096);
const someBytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const callId = z.number().int().nonnegative();
/** A code such as `host/vault-locked`; never free text, which might carry personal data. */
const code = z.string().regex(/^[a-z][a-z0-9-]*(\/[a-z0-9-]+)+$/);

/** What a process has to know before it can begin; the station file itself is read and judged by who needs it. */
export const processConfig = z.object({
  dataDirectory: path,
  /** The `resources` folder beside the packaged app, or that of the source tree. */
  resourcesDirectory: path,
  stationFile: path.nullable(),
  /** Virtual devices instead of real ones; shown on every screen. */
  simulated: z.boolean(),
  /** The film the simulated camera plays, which the simulator writes; null at a real station. */
  cameraFile: path.nullable(),
  version: z.string().max(40),
});
export type ProcessConfig = z.infer<typeof processConfig>;

/** Electron's display id as text: it is a 64-bit number that JSON readers may round. */
const displayId = z.string().regex(/^-?\d{1,20}$/);

/** The part of the station file that is Electron's: its key `shell`. */
export const shellSettings = z.strictObject({
  /** Virtual devices at a packaged station; without a station file `--simulate` does the same. */
  simulated: z.boolean().default(false),
  /** Whether staff have a window at this station; by default in the attended posture only. */
  staffWindow: z.boolean().optional(),
  displays: z
    .strictObject({
      visitor: displayId.optional(),
      staff: displayId.optional(),
      /** Staff's and visitor's windows may stand side by side on one display; never without being asked for. */
      shared: z.boolean().default(false),
    })
    .prefault({}),
});
export type ShellSettings = z.infer<typeof shellSettings>;

export const hostConfig = processConfig.extend({ keyStoreBackend });
export type HostConfig = z.infer<typeof hostConfig>;

/** Main → host. `port` and `drivers-port` carry exactly one MessagePort in the event's `ports`. */
export const shellToHost = z.discriminatedUnion('type', [
  /** First message, once per process. */
  z.object({ type: z.literal('start'), config: hostConfig }),
  /** A window of this role is there; its earlier port, if any, is dead. */
  z.object({ type: z.literal('port'), role: windowRole }),
  /** Answers `spawn-drivers`. The earlier port is dead. */
  z.object({ type: z.literal('drivers-port') }),
  /** The drivers process ended. The host, which watches it under both shells, asks for the next one when it wants it. */
  z.object({ type: z.literal('drivers-gone'), exitCode: z.number().int() }),
  /** The machine is about to sleep. */
  z.object({ type: z.literal('suspending') }),
  /** The machine woke up: devices, clocks and deadlines are to be looked at again. */
  z.object({ type: z.literal('resumed') }),
  /** Answer with `pong` and the same id, or be taken for hung and killed. */
  z.object({ type: z.literal('ping'), id: callId }),
  /** Answers `wrap-key` and `unwrap-key`: either `bytes` or `error` is set. */
  z.object({
    type: z.literal('key'),
    id: callId,
    bytes: someBytes.nullable(),
    error: code.nullable(),
    /** The OS has rotated its key or found a better one: wrap the key again and store that. */
    rewrap: z.boolean(),
  }),
  /** Close the vault and exit with code 0 by yourself; killed when it takes too long. */
  z.object({ type: z.literal('stop') }),
]);
export type ShellToHost = z.infer<typeof shellToHost>;

/** Host → main. */
export const hostToShell = z.discriminatedUnion('type', [
  /** Ports of windows may come now; main answers no page's request before it. Send it within a minute of `start`. */
  z.object({ type: z.literal('ready') }),
  /** The visitor has left: their renderer is destroyed and a pre-warmed one takes its place. */
  z.object({ type: z.literal('visit-ended') }),
  /** The host cannot go on and a restart would not help; main exits. */
  z.object({ type: z.literal('fatal'), code }),
  /**
   * Forks the drivers process; one that runs (and hangs) is killed and replaced. `args` are the devices the station file
   * names (docs/devices.md), beside what main itself tells it.
   */
  z.object({ type: z.literal('spawn-drivers'), args: z.array(z.string().max(2000)).max(200) }),
  /** Opens the hidden page that compares faces; one that is open (and hangs) is destroyed and replaced. */
  z.object({ type: z.literal('open-vision') }),
  z.object({ type: z.literal('pong'), id: callId }),
  /** Wraps a key of the vault by the OS key store; `key` answers. */
  z.object({ type: z.literal('wrap-key'), id: callId, bytes: someBytes }),
  z.object({ type: z.literal('unwrap-key'), id: callId, bytes: someBytes }),
]);
export type HostToShell = z.infer<typeof hostToShell>;

/** Codes the app exits with, for Shell Launcher's and systemd's tables; it never relaunches itself. */
export const exitCodes = {
  /** Asked to end, or a second instance. */
  done: 0,
  /** Something failed repeatedly: restart the app. */
  restart: 10,
  /** The app itself or the graphics stack fails again and again: restart the device. */
  restartDevice: 11,
  /** A setting or a key is wrong: a person has to look; restarting does not help. */
  needsOperator: 12,
} as const;
export type ExitReason = keyof typeof exitCodes;
