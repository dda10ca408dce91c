import type { CommandEntry } from '../command.ts';

/** The commands of the issuer, the hub and its tickets. */
export const ISSUER_COMMANDS: readonly CommandEntry[] = [
  {
    path: ['issuer', 'serve'],
    summary: 'Run an OpenID4VCI issuer alone',
    load: async () => (await import('../commands/issuer-serve.ts')).command,
  },
  {
    path: ['issuer', 'offer'],
    summary: 'Make a credential offer',
    load: async () => (await import('../commands/issuer-offer.ts')).command,
  },
  {
    path: ['issuer', 'revoke'],
    summary: 'Revoke, suspend or reinstate issued credentials',
    load: async () => (await import('../commands/issuer-revoke.ts')).command,
  },
  {
    path: ['issuer', 'status'],
    summary: 'Say where an offer stands',
    load: async () => (await import('../commands/issuer-status.ts')).command,
  },
  {
    path: ['hub', 'serve'],
    summary: 'Run the organisation’s central issuer for its kiosks',
    load: async () => (await import('../commands/hub-serve.ts')).command,
  },
  {
    path: ['hub', 'enrol'],
    summary: 'Make a code that enrols one kiosk',
    load: async () => (await import('../commands/hub-enrol.ts')).command,
  },
  {
    path: ['hub', 'kiosks'],
    summary: 'List the kiosks of a hub',
    load: async () => (await import('../commands/hub-kiosks.ts')).command,
  },
  {
    path: ['hub', 'revoke'],
    summary: 'Revoke a kiosk, or what it did in a time',
    load: async () => (await import('../commands/hub-revoke.ts')).command,
  },
];

export const ISSUER_GROUPS: Readonly<Record<string, string>> = {
  hub: 'The organisation’s central issuer and its kiosks',
  issuer: 'Credentials over OpenID4VCI 1.0',
};
