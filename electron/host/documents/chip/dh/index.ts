export {
  agreeDh,
  checkDhPublicKey,
  type DhKeyPair,
  generateDhKeyPair,
  groupLength,
  secretOctets,
  unsignedOctets,
} from './agreement.ts';
export { DH_GROUPS, type DhGroup } from './groups.ts';
