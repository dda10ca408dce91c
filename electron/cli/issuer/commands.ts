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
    path: ['hub', 'grant'],
    summary: 'Change what a kiosk is allowed',
    load: async () => (await import('../commands/hub-grant.ts')).command,
  },
  {
    path: ['hub', 'revoke'],
    summary: 'Revoke a kiosk, or what it did in a time',
    load: async () => (await import('../commands/hub-revoke.ts')).command,
  },
  {
    path: ['hub', 'tickets'],
    summary: 'List tickets that staff have to judge, and reinstate them',
    load: async () => (await import('../commands/hub-tickets.ts')).command,
  },
  {
    path: ['hub', 'rotate'],
    summary: 'Make a new key that tickets are sealed for',
    load: async () => (await import('../commands/hub-rotate.ts')).command,
  },
  {
    path: ['hub', 'join'],
    summary: 'Make this kiosk one of a hub’s',
    load: async () => (await import('../commands/hub-join.ts')).command,
  },
  {
    path: ['ticket', 'mint'],
    summary: 'Make an offline ticket',
    load: async () => (await import('../commands/ticket-mint.ts')).command,
  },
  {
    path: ['ticket', 'redeem'],
    summary: 'Bring a ticket to its hub',
    load: async () => (await import('../commands/ticket-redeem.ts')).command,
  },
  {
    path: ['ticket', 'inspect'],
    summary: 'Say what a ticket is and what became of it',
    load: async () => (await import('../commands/ticket-inspect.ts')).command,
  },
];

export const ISSUER_GROUPS: Readonly<Record<string, string>> = {
  hub: 'The organisation’s central issuer and its kiosks',
  issuer: 'Credentials over OpenID4VCI 1.0',
  ticket: 'Offline tickets, which a phone takes to the hub',
};
