import { createChipLink } from '../chip/index.ts';
import type { StationDevices } from '../devices/index.ts';
import { hasLeft, type Visit } from '../visit/index.ts';
import type { Asking } from './asking.ts';
import { atMost } from './at-most.ts';
import { isClosing } from './idle.ts';
import { freshLive } from './live.ts';
import { createLivenessAsking } from './liveness-asking.ts';
import { createOfferNews } from './offer-news.ts';
import type { KioskOptions } from './options.ts';
import { createPhotoTaking } from './photo-taking.ts';
import type { Present } from './present.ts';
import { createProofAsking } from './proof-asking.ts';
import type { Standing } from './standing.ts';
import type { RunningVisit } from './visit-runner.ts';
import { createWork } from './work.ts';

/** Milliseconds that the last screen stands. */
const endedScreenMs = 4_000;

/** Milliseconds that a start waits for an issuer; what it says later is told later. */
const issuerPatienceMs = 5_000;

/**
 * Those who attend to the visit that runs: the work it calls for, the chip, the challenge, the photo, the offer, the proof.
 * Each begins and ends as the visit wants it, so all are told of every change.
 */
export function createAttendance(kiosk: {
  parts: KioskOptions;
  present: Present;
  standing: Standing;
  asking: Asking;
  running: () => RunningVisit | null;
  stationDevices: Pick<StationDevices, 'giveWay'>;
}) {
  const { parts, present, standing, running } = kiosk;
  const { vault, readers, pages, faces, issuing, proof, clock, simulated } = parts;
  const { live, become, changed } = present;
  const { failed, settled, trouble } = standing;
  const { ask, submit } = kiosk.asking;
  const current = () => (standing.stopped() ? null : running());

  const liveness = createLivenessAsking({ clock, simulated, readers, changed });
  const ports = { vault, readers, pages, faces, issuing, liveness: liveness.evidence };
  const work = createWork({ ports, clock, current, submit, trouble, settled, failed });
  const chips = createChipLink({
    vault,
    readers,
    faces,
    proof,
    decoder: parts.portraits,
    clock,
    current,
    submit,
    failed,
    show(chip) {
      if (standing.stopped()) return;
      // Whoever lays a document down is there.
      if (chip) present.touched({ chip });
      else present.note({ chip });
      changed();
    },
    ...(parts.readerPatience !== undefined && { patience: parts.readerPatience }),
  });
  const proofs = createProofAsking({ presenting: parts.presenting, submit, changed, trouble });
  const offers = createOfferNews({ issuing, running, ask, trouble });
  const allowed = parts.resources.station.cameras;
  const photo = createPhotoTaking({
    vault,
    live,
    become,
    running,
    simulated,
    allowed,
    liveness,
    ask,
    changed,
    failed,
  });

  function follow(visit: RunningVisit | null) {
    chips.follow(visit);
    liveness.follow(visit);
    proofs.follow(visit);
  }

  /** Called after every change of the visit. */
  function afterChange(now: RunningVisit) {
    const { visit } = now;
    kiosk.stationDevices.giveWay();
    present.touched();
    follow(now);
    if (hasLeft(visit)) {
      present.note({ closesAt: clock.now() + endedScreenMs });
      return offers.withdraw(visit);
    }
    const closes = clock.now() + visit.profile.closingSeconds * 1000;
    present.note({ closesAt: isClosing(visit) ? (live().closesAt ?? closes) : null });
    work.begin(now);
    void photo.checkCamera();
  }

  return {
    chips,
    photo,
    afterChange,
    /** Goes on with a visit that a power cut left. */
    async takeUp(left: RunningVisit): Promise<void> {
      const caughtUp = offers.catchUp(left);
      // What was given may wait for an issuer that cannot be asked; a code that is shown has to be good.
      if (left.visit.step === 'offer') await atMost(caughtUp, issuerPatienceMs);
      afterChange(running() ?? left);
    },
    /** Nobody is at this visit any more: nobody is to redeem what its visitor did not. */
    callBack(visit: Visit) {
      if (visit.ended) offers.withdraw(visit);
      work.callBack(visit);
    },
    goOnCallingBack: work.goOnCallingBack,
    /** Begins anew what could not be done. */
    goOn() {
      void work.goOnCallingBack();
      const now = running();
      if (!now || hasLeft(now.visit)) return;
      work.begin(now);
      chips.follow(now);
      void offers.goOn(now);
    },
    /** Tries again what is due. */
    tick: work.tick,
    /** Nothing of the visit that is over stays here. */
    end() {
      follow(null);
      become(freshLive(clock.now()));
    },
    /** The challenge and the request to present that the visitor's screen shows. */
    shown: () => ({ liveness: liveness.shown(), proof: proofs.shown() }),
    /** Requests that nobody answered end with their time. */
    expire: proofs.expire,
    stop() {
      offers.stop();
      proofs.stop();
    },
  };
}
