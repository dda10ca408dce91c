import { amara } from './people/amara.ts';
import { henrik } from './people/henrik.ts';
import { meilin } from './people/meilin.ts';
import { tomas } from './people/tomas.ts';
import type { SpecimenPerson } from './person.ts';

/** Four people who do not exist. The state of Utopia (UTO) is the one ICAO Doc 9303 keeps for specimens. */
export const people: readonly SpecimenPerson[] = [amara, henrik, meilin, tomas];
