export { type Comparison, type ComparisonReason, compareSources, type Finding } from './compare.ts';
export { mayBe, typeOfBarcode, typeOfMrz } from './document-type.ts';
export { type Assurance, type Holder, type HolderField, holderOf } from './holder.ts';
export type { TypedDetails } from './person.ts';
export {
  type ChipSource,
  type DocumentSources,
  mrzOfBarcode,
  type Zone,
  type ZoneOnPage,
  zoneOf,
} from './sources.ts';
