import { codes } from './issuer/codes.ts';
import { openDatabases } from './issuer/databases.ts';
import { formats } from './issuer/formats.ts';
import { stored } from './issuer/stored.ts';
import { throughput } from './issuer/throughput.ts';
import { progress, type Suite } from './lib/suite.ts';

/** The hub's issuer as wallets meet it: over HTTP, in processes of its own, beside one out of a library's parts. */
export const run: Suite = async ({ issuances, long }) => {
  const databases = await openDatabases();
  try {
    progress('whole issuances …');
    const whole = await throughput(databases, issuances);
    progress('by format …');
    const byFormat = await formats(databases, issuances);
    progress('by offers in the store …');
    const byOffers = await stored(databases, issuances, long);
    return [whole, byFormat, ...byOffers, await codes()];
  } finally {
    await databases.remove();
  }
};
