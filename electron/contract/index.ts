export * from './channel.ts';
export * from './checks.ts';
export * from './commands.ts';
export * from './devices.ts';
export * from './errors.ts';
export * from './rpc.ts';
export * from './snapshots.ts';
export * from './windows.ts';
