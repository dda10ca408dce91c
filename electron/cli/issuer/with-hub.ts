import { type Hub, type HubOptions, openHub, openPlace } from '../../../issuer/hub/index.ts';
import type { OptionValues } from '../command.ts';
import { coded } from './coded.ts';
import { placeOf, profilesOf } from './options.ts';

/** Does something with the hub of a folder, whether or not it is running, and lets go of it. */
export async function withHub<T>(
  values: OptionValues,
  work: (hub: Hub, profiles: HubOptions['profiles']) => Promise<T>,
  options: Pick<HubOptions, 'haip'> = {},
): Promise<T> {
  return coded(
    (async () => {
      const profiles = await profilesOf(values);
      const place = await openPlace(placeOf(values));
      try {
        const hub = await openHub(place, { ...options, profiles });
        try {
          return await work(hub, profiles);
        } finally {
          await hub.close();
        }
      } finally {
        await place.close();
      }
    })(),
  );
}
