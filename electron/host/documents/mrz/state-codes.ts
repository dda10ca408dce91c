import type { StateCodeStanding } from './types.ts';

/** ISO 3166-1 alpha-3, the officially assigned codes. */
const ISO_3166 = `
  ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR
  BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL
  COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK
  FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV
  HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO
  LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG
  MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN
  PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE
  SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO
  TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
`;

/**
 * ICAO Doc 9303-3 §5, parts B to D: Germany's one letter, kinds of British nationality, Kosovo, the European Union,
 * the United Nations, other issuing organisations, and persons without a nationality.
 */
const ICAO_9303 = `
  D
  GBD GBN GBO GBP GBS
  RKS EUE
  UNO UNA UNK
  XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO
  XXA XXB XXC XXX
`;

/** Utopia, the state of the standard's own examples. */
const SPECIMEN = 'UTO';

const KNOWN: ReadonlySet<string> = new Set(`${ISO_3166} ${ICAO_9303}`.trim().split(/\s+/));

/**
 * Whether a state code, trailing fillers removed, is listed. An unlisted code does not make a zone invalid: real
 * cards carry a few (the old Slovene `SI`), and lists age.
 */
export function stateCodeStanding(code: string): StateCodeStanding {
  if (code === '') return 'absent';
  if (code === SPECIMEN) return 'specimen';
  return KNOWN.has(code) ? 'known' : 'unknown';
}
