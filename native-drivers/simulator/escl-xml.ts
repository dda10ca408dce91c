export type ScannerCondition = 'idle' | 'scanning' | 'cover-open' | 'jam';

const namespaces =
  'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"';

/** The glass is as large as an ID-3 page, 125 x 88 mm (Doc 9303-4 §2.1), in 1/300 inch. */
const width = 1476;
const height = 1039;

export function capabilitiesXml(dotsPerInch: number): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerCapabilities ${namespaces}>
  <pwg:Version>2.63</pwg:Version>
  <pwg:MakeAndModel>Simulated page scanner</pwg:MakeAndModel>
  <pwg:SerialNumber>SIMULATED</pwg:SerialNumber>
  <scan:Platen>
    <scan:PlatenInputCaps>
      <scan:MinWidth>16</scan:MinWidth>
      <scan:MaxWidth>${width}</scan:MaxWidth>
      <scan:MinHeight>16</scan:MinHeight>
      <scan:MaxHeight>${height}</scan:MaxHeight>
      <scan:MaxScanRegions>1</scan:MaxScanRegions>
      <scan:SettingProfiles>
        <scan:SettingProfile>
          <scan:ColorModes>
            <scan:ColorMode>RGB24</scan:ColorMode>
          </scan:ColorModes>
          <scan:DocumentFormats>
            <pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>
          </scan:DocumentFormats>
          <scan:SupportedResolutions>
            <scan:DiscreteResolutions>
              <scan:DiscreteResolution>
                <scan:XResolution>${dotsPerInch}</scan:XResolution>
                <scan:YResolution>${dotsPerInch}</scan:YResolution>
              </scan:DiscreteResolution>
            </scan:DiscreteResolutions>
          </scan:SupportedResolutions>
        </scan:SettingProfile>
      </scan:SettingProfiles>
    </scan:PlatenInputCaps>
  </scan:Platen>
</scan:ScannerCapabilities>
`;
}

export function statusXml(condition: ScannerCondition, loaded: boolean): string {
  const state = { idle: 'Idle', scanning: 'Processing', 'cover-open': 'Stopped', jam: 'Stopped' }[condition];
  const reason = {
    idle: loaded ? 'None' : 'MediaEmpty',
    scanning: 'None',
    'cover-open': 'CoverOpen',
    jam: 'MediaJam',
  }[condition];
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerStatus ${namespaces}>
  <pwg:Version>2.63</pwg:Version>
  <pwg:State>${state}</pwg:State>
  <pwg:StateReasons>
    <pwg:StateReason>${reason}</pwg:StateReason>
  </pwg:StateReasons>
</scan:ScannerStatus>
`;
}
