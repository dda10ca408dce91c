/** What the standard calls each element, in any of its versions (2000 Annex, 2003 to 2020 Annex D). */
const NAMES = `
  DAA full name;DAB family name;DAC first name;DAD middle names;DAE suffix;DAF prefix;DAG street;DAH street 2
  DAI city;DAJ jurisdiction;DAK postal code;DAL residence street;DAM residence street 2;DAN residence city
  DAO residence jurisdiction;DAP residence postal code;DAQ customer number;DAR vehicle class;DAS restrictions
  DAT endorsements;DAU height;DAV height in centimetres;DAW weight in pounds;DAX weight in kilograms;DAY eye colour
  DAZ hair colour;DBA expiry date;DBB birth date;DBC sex;DBD issue date;DBE issue timestamp;DBF number of duplicates
  DBG alias given name;DBH organ donor;DBI non-resident;DBJ unique customer identifier;DBK social security number
  DBL alias birth date;DBM alias social security number;DBN alias family name;DBO alias last name
  DBP alias first name;DBQ alias middle name;DBR alias suffix;DBS alias suffix;DCA vehicle class;DCB restrictions
  DCD endorsements;DCE weight range;DCF document discriminator;DCG country;DCH federal commercial vehicle codes
  DCI place of birth;DCJ audit information;DCK inventory control number;DCL race or ethnicity
  DCM standard vehicle class;DCN standard endorsements;DCO standard restrictions;DCP vehicle class description
  DCQ endorsements description;DCR restrictions description;DCS family name;DCT given names;DCU suffix
  DDA compliance type;DDB card revision date;DDC hazardous materials expiry date;DDD limited duration
  DDE family name truncation;DDF first name truncation;DDG middle names truncation;DDH under 18 until
  DDI under 19 until;DDJ under 21 until;DDK organ donor;DDL veteran
`;

const BY_ID: ReadonlyMap<string, string> = new Map(
  NAMES.trim()
    .split(/[\n;]/)
    .map((entry) => entry.trim())
    .map((entry) => [entry.slice(0, 3), entry.slice(4)]),
);

const words = (list: string): readonly string[] => list.split(' ');
const FOR_ALL = words('DBA DBB DBC DBD DAY DAU DAG DAI DAJ DAK DAQ DCF DCG DCS');
const TO_DRIVE = words('DCA DCB DCD');

/** What an element is called in the standard; `null` when no version has it. */
export function elementName(id: string): string | null {
  return BY_ID.get(id) ?? null;
}

/** Elements a version makes mandatory, for licences or identification cards. */
export function mandatoryElements(version: number, licence: boolean): readonly string[] {
  const driving = licence ? TO_DRIVE : [];
  if (version <= 1) {
    const older = words('DAA DAG DAI DAJ DAK DAQ DBA DBB DBC DBD');
    return licence ? [...older, ...words('DAR DAS DAT')] : older;
  }
  if (version <= 3) return [...driving, ...FOR_ALL, 'DCT', ...(licence ? ['DCH'] : [])];
  return [...driving, ...FOR_ALL, ...words('DAC DAD DDE DDF DDG')];
}
