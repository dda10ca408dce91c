export {
  type ReservedPlace,
  StatusLists,
  type StatusListsOptions,
  type StatusPort,
  type StatusToken,
} from './lists.ts';
