import { callbackError } from '../documented-errors.ts';
import { EntraError, type EntraErrorCode } from '../errors.ts';
import type { HttpOptions } from '../http.ts';
import { type PresentedCredential, RelayClient, type RequestEvent, type Watched } from '../relay-client.ts';
import { type Registration, requestService } from '../request-service.ts';
import type { Secret } from '../secrets.ts';
import { type Application, GRAPH_SCOPE, REQUEST_SERVICE_SCOPE, tokenSource } from '../token.ts';
import { type AccessPass, type Account, graphOver } from './graph.ts';
import { type NameRule, namesMatch } from './names.ts';

export interface HelpDeskOptions {
  application: Application;
  serviceUrl: string;
  graphUrl: string;
  authority: string;
  registration: Registration & { purpose?: string };
  /** Which Verified ID is asked for, and by whom it may be issued. */
  type: string;
  acceptedIssuers: readonly string[];
  photoClaim: string;
  /** 50 to 100; Face Check's own default is 70. */
  matchConfidence: number;
  /**
   * How the credential belongs to an account: a claim that holds its user principal name (`revocationId` of a
   * VerifiedEmployee), or the names, and then only where nobody else in the directory has them.
   */
  account: { claim: string } | { names: NameRule; firstName: string; lastName: string };
  passMinutes: number;
  relay: { url: string; token: Secret; wait?: number };
  clock?: () => number;
  http?: HttpOptions;
  report?: (code: EntraErrorCode) => void;
  /** Milliseconds a pass stays readable here; 120 000 when not given. */
  passShown?: number;
}

/**
 * idle → asking → waiting (the code is on the screen) → scanned → verified → creating → done, or failed from anywhere.
 * Only `done` holds the pass, and not for long.
 */
export type HelpDeskView =
  | { state: 'idle' | 'asking' | 'scanned' | 'verified' | 'creating' }
  | { state: 'waiting'; requestUri: string; expiresAt: number }
  | { state: 'done'; pass: string; lifetimeMinutes: number; usableOnce: boolean }
  | { state: 'failed'; code: EntraErrorCode };

export interface HelpDesk {
  view(): HelpDeskView;
  onChange(listener: () => void): () => void;
  /** Begins with the account the person says is theirs. @throws EntraError entra/not-at-this-state */
  begin(account: string): Promise<void>;
  /** A member of staff has looked at the person and wants the pass made. @throws EntraError entra/not-at-this-state */
  createPass(): Promise<void>;
  /** Forgets everything, the pass above all. */
  finish(): void;
  close(): Promise<void>;
}

interface Running {
  account: Account | null;
  watched: Watched | null;
  requestId: string | null;
}

/** Milliseconds that a phone which scanned the code may take for Face Check. */
const AFTERMATH = 5 * 60_000;

/**
 * What Microsoft's documents allow a help desk today: the Verified ID is presented with Face Check, and a Temporary
 * Access Pass is made over Graph ("Verified helpdesk with Microsoft Entra Verified ID", "Total Loss Recovery").
 * @throws EntraError entra/bad-address
 */
export function createHelpDesk(options: HelpDeskOptions): HelpDesk {
  const { application, clock = Date.now, http = {}, report = () => {} } = options;
  const tokens = tokenSource(application, REQUEST_SERVICE_SCOPE, clock, http);
  const service = requestService({ serviceUrl: options.serviceUrl, tokens, clock, http });
  const graph = graphOver({
    graphUrl: options.graphUrl,
    tokens: tokenSource(application, GRAPH_SCOPE, clock, http),
    http,
  });
  const wanted =
    'claim' in options.account
      ? [options.account.claim]
      : [options.account.firstName, options.account.lastName];
  const listeners = new Set<() => void>();
  let view: HelpDeskView = { state: 'idle' };
  let running: Running | null = null;
  let timer: NodeJS.Timeout | null = null;

  const relay = new RelayClient({
    ...options.relay,
    channel: 'help-desk',
    clock,
    http,
    open: () => (running?.watched ? [running.watched] : []),
    onEvent: hear,
    onTrouble: report,
  });

  function become(next: HelpDeskView): void {
    view = next;
    for (const listener of [...listeners]) listener();
  }

  function after(milliseconds: number, work: () => void): void {
    if (timer) clearTimeout(timer);
    timer = setTimeout(work, Math.max(0, milliseconds));
    timer.unref();
  }

  function fail(code: EntraErrorCode): void {
    if (timer) clearTimeout(timer);
    running = null;
    become({ state: 'failed', code });
  }

  /**
   * Does a step of this run; a failure, or what comes after the run was ended, changes nothing but its state.
   * @throws what nobody foresaw, while the run is not ended
   */
  async function step(run: Running, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (running !== run) return;
      if (!(error instanceof EntraError)) throw error;
      fail(error.code);
    }
  }

  function hear({ state, requestId, status, error, credential }: RequestEvent): void {
    const run = running;
    if (run?.watched?.state !== state) return;
    if (run.requestId !== null && run.requestId !== requestId) return;
    run.requestId ??= requestId;
    if (status === 'request_retrieved' && (view.state === 'waiting' || view.state === 'asking')) {
      become({ state: 'scanned' });
      after(AFTERMATH, () => fail('entra/request-expired'));
    } else if (status === 'presentation_error') fail(presentationFailure(error));
    else if (status === 'presentation_verified' && ['waiting', 'asking', 'scanned'].includes(view.state)) {
      const code = refusal(run, credential);
      if (code === null) verified(run);
      else fail(code);
    }
  }

  function verified(run: Running): void {
    run.watched = null;
    become({ state: 'verified' });
    after(AFTERMATH, () => fail('entra/request-expired'));
  }

  /** What Entra has verified is held against what was asked for, as if it had not been. */
  function refusal({ account }: Running, credential: PresentedCredential | undefined): EntraErrorCode | null {
    if (account === null || credential === undefined) return 'entra/wrong-credential';
    const { issuer, types, claims, matchConfidenceScore, revocationStatus } = credential;
    if (!options.acceptedIssuers.includes(issuer) || !types.includes(options.type))
      return 'entra/wrong-credential';
    if (revocationStatus !== undefined && revocationStatus.toUpperCase() !== 'VALID')
      return 'entra/presentation-error';
    if (matchConfidenceScore === undefined || matchConfidenceScore < options.matchConfidence)
      return 'entra/claim-validation-error';
    const rule = options.account;
    const belongs =
      'claim' in rule
        ? (claims[rule.claim] ?? '').toLowerCase() === account.userPrincipalName.toLowerCase()
        : namesMatch(
            account,
            { firstName: claims[rule.firstName] ?? '', lastName: claims[rule.lastName] ?? '' },
            rule.names,
          );
    return belongs ? null : 'entra/wrong-account';
  }

  async function present(run: Running, name: string): Promise<void> {
    const account = await graph.account(name);
    if (!account.enabled) throw new EntraError('entra/account-disabled', 'the account is switched off');
    if ('names' in options.account && !(await graph.isOnlyOne(account)))
      throw new EntraError('entra/same-names', 'the names do not tell this account from another');
    if (running !== run) return;
    run.account = account;
    const { state, apiKey, keyHash } = RelayClient.secrets();
    const watched = { state, keyHash, claims: wanted, until: clock() + 2 * AFTERMATH };
    await relay.register(watched);
    if (running !== run) return;
    run.watched = watched;
    relay.watch();
    const { type, photoClaim, matchConfidence } = options;
    const made = await service.present({
      includeQRCode: false,
      includeReceipt: false,
      authority: options.authority,
      registration: options.registration,
      callback: { url: relay.callbackUrl, state, headers: { 'api-key': apiKey } },
      requestedCredentials: [
        {
          type,
          acceptedIssuers: [...options.acceptedIssuers],
          configuration: {
            validation: {
              allowRevoked: false,
              validateLinkedDomain: true,
              faceCheck: { sourcePhotoClaimName: photoClaim, matchConfidenceThreshold: matchConfidence },
            },
          },
        },
      ],
    });
    if (running !== run || view.state !== 'asking') return;
    run.requestId = made.requestId;
    become({ state: 'waiting', requestUri: made.url, expiresAt: made.expiresAt });
    after(made.expiresAt - clock(), () => fail('entra/request-expired'));
  }

  function done({ pass, lifetimeMinutes, usableOnce }: AccessPass): void {
    become({ state: 'done', pass: pass.reveal(), lifetimeMinutes, usableOnce });
    after(options.passShown ?? 120_000, finish);
  }

  function finish(): void {
    if (timer) clearTimeout(timer);
    running = null;
    become({ state: 'idle' });
  }

  return {
    view: () => view,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async begin(account) {
      if (view.state !== 'idle' && view.state !== 'failed')
        throw new EntraError('entra/not-at-this-state', 'a verification is under way');
      const run: Running = { account: null, watched: null, requestId: null };
      running = run;
      become({ state: 'asking' });
      await step(run, () => present(run, account));
    },
    async createPass() {
      const run = running;
      const account = run?.account;
      if (view.state !== 'verified' || !run || !account)
        throw new EntraError('entra/not-at-this-state', 'nobody has been verified');
      if (timer) clearTimeout(timer);
      become({ state: 'creating' });
      await step(run, async () => {
        const pass = await graph.createPass(account, options.passMinutes);
        if (running === run) done(pass);
      });
    },
    finish,
    async close() {
      finish();
      listeners.clear();
      await relay.close();
    },
  };
}

function presentationFailure(error: RequestEvent['error']): EntraErrorCode {
  if (error?.code === 'claimValidationError') return 'entra/claim-validation-error';
  const documented = callbackError(error);
  return documented === 'entra/unspecified-error' ? 'entra/presentation-error' : documented;
}
