export { TrustAnchors } from './anchors.ts';
export { issuedBy, mayIssue } from './chain.ts';
export { countList } from './count.ts';
export { TrustError } from './errors.ts';
export { isCertificate } from './files.ts';
export { importTrust, type TrustImport } from './import.ts';
export { listAge, type RefusedList, type TrustList, type TrustListCounts } from './list.ts';
export { type AddedLists, addLists, decodeTrustStore, encodeTrustStore } from './store.ts';
export { addToTrustStore, readTrustStore, TRUST_STORE_FILE, writeTrustStore } from './store-file.ts';
