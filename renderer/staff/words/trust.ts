import type { Trust } from '../../../electron/contract/index.ts';

type List = Trust['lists'][number];

export const listKinds: Record<List['kind'], string> = {
  'master-list': 'Master list',
  certificate: 'Single certificate',
};

/** The beginning of a SHA-256, as people compare it: `3F2A 91BC 77DE 0012`. */
export function digestStart(hex: string): string {
  return hex
    .slice(0, 16)
    .toUpperCase()
    .replaceAll(/(.{4})(?=.)/g, '$1 ');
}

/** `512 certificates of 98 states`. */
export function listSize({ certificates, states }: Pick<List, 'certificates' | 'states'>): string {
  const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
  return `${many(certificates, 'certificate')} of ${many(states, 'state')}`;
}
