import type { HttpTransport, PathProbe, SwitchEndpoint } from '@elasticfunnels/switch-core';
import { type Check, type Finding, fromError, holds, notChecked, warns } from './check.ts';
import { EndpointClient, type Probed } from './endpoint-client.ts';
import type { CheckLabel, Examination } from './examination.ts';
import { type Way, whyNotOn } from './examine-network.ts';
import { describeCommon, findCommon } from './find-common.ts';
import { lookAtClock } from './look-at-clock.ts';
import { type CredentialProbe, isAboutCredentials, lookAtCredentials } from './look-at-credentials.ts';
import { describeProbed, lookByMethods } from './look-at-path.ts';
import { withPace } from './look-at-pace.ts';
import { isSendable, makeUpPath, Nowhere, type Sendable } from './nowhere.ts';
import { recogniseStranger } from './recognise-stranger.ts';
import { showPath } from './show-path.ts';

/** What an endpoint is examined with. */
export interface EndpointServices {
  readonly transport: HttpTransport;
  readonly examination: Examination;
  /** Where each secret was filled in, as a line. */
  readonly credentialsFrom: readonly string[];
}

/** What stands behind one base URL, once the way to it is known to hold. */
export class EndpointExamination {
  readonly #endpoint: SwitchEndpoint;
  readonly #credentialsFrom: readonly string[];
  readonly #client: EndpointClient;
  readonly #examination: Examination;
  /** Each probe is sent once, whatever it is asked about. */
  readonly #probed = new Map<PathProbe, Probed>();
  readonly #nowhere: Nowhere;
  /** Why no more is asked, where all paths are answered alike by something that is not the service. */
  #obstacle: string | undefined;

  constructor(endpoint: SwitchEndpoint, { transport, examination, credentialsFrom }: EndpointServices) {
    this.#endpoint = endpoint;
    this.#credentialsFrom = credentialsFrom;
    this.#client = new EndpointClient(endpoint, transport, examination);
    this.#examination = examination;
    this.#nowhere = new Nowhere(endpoint.probes, this.#client);
  }

  /** Makes every check of the endpoint that the way to it allows. */
  async run({ obstacle, addresses }: Way): Promise<void> {
    const { probes } = this.#endpoint;
    const [first, ...others] = probes;
    if (first === undefined) return;
    const sendable = probes.find(isSendable);
    const reason =
      obstacle === undefined && sendable !== undefined
        ? await this.#reach(sendable, addresses)
        : this.#giveUp(obstacle ?? 'the plugin names no request without effect');
    await this.#one(reason, this.#label('connect', `Connect ${showPath(first)}`, first.field), () =>
      this.#describeConnect(first),
    );
    const service = reason ?? this.#obstacle;
    await this.#one(service, this.#label('credentials', 'Credentials'), () => this.#lookAtCredentials());
    await this.#one(reason, this.#label('clock', 'Clock'), async () => this.#lookAtClock());
    await this.#examinePaths(others, service ?? this.#lockOutReason());
    await this.#one(service, this.#label('errors', 'Errors'), async () => this.#lookAtErrors());
  }

  #label(name: CheckLabel['name'], title: string, field: string = this.#endpoint.field): CheckLabel {
    return { name, title, field };
  }

  async #one(reason: string | undefined, label: CheckLabel, look: () => Promise<Finding>): Promise<void> {
    if (reason === undefined) await this.#examination.check(label, look);
    else this.#examination.skip(label, reason);
  }

  #giveUp(reason: string): string {
    this.#examination.skip(this.#label('http', 'HTTP'), reason);
    return reason;
  }

  /** Whether anything answers in HTTP; the answer itself is the next check's. */
  async #reach(probe: Sendable, addresses: readonly string[]): Promise<string | undefined> {
    const check: Check = await this.#examination.check(this.#label('http', 'HTTP'), async () => {
      const probed = await this.#probe(probe);
      const stranger = await recogniseStranger(this.#endpoint.baseUrl, addresses, probed, this.#examination);
      if (stranger !== undefined) return stranger;
      if (probed.kind === 'silent') return fromError(probed.error);
      const { answer, durationMs } = probed.answered;
      return withPace(holds(`an answer in ${durationMs} ms: HTTP ${answer.status}`), probe.operation, durationMs);
    });
    return whyNotOn(check);
  }

  async #probe(probe: Sendable): Promise<Probed> {
    const known = this.#probed.get(probe);
    if (known !== undefined) return known;
    const probed = await this.#client.probe(probe);
    this.#probed.set(probe, probed);
    return probed;
  }

  async #describe(probe: PathProbe): Promise<Finding> {
    if (!isSendable(probe)) return notChecked('the plugin names no request without effect');
    const probed = await this.#probe(probe);
    if (probed.kind === 'silent') return describeProbed(probed, probe);
    if (await this.#isLikeNowhere(probe, probed)) {
      return warns('is answered as a path is that cannot exist (HTTP 404): it may be missing', {
        next: `Check ${probe.field}: ${showPath(probe)} may not be the service's own. If it is, have the service tell a call that it does not know from a path that it does not have: "code": "call_not_found".`,
      });
    }
    return withPace(describeProbed(probed, probe), probe.operation, probed.answered.durationMs);
  }

  /** Where the credentials are refused, the path is there: what is wrong is the next check's. */
  async #describeConnect(probe: PathProbe): Promise<Finding> {
    if (!isSendable(probe)) return this.#describe(probe);
    const probed = await this.#probe(probe);
    if (probed.kind === 'silent') return describeProbed(probed, probe);
    const { status } = probed.answered.answer;
    if (isAboutCredentials(probed)) return holds(`is there, and refuses the credentials (HTTP ${status})`);
    const everywhere = await this.#lookEverywhere(probed);
    if (everywhere !== undefined) return everywhere;
    const { finding } = probed;
    const elsewhere = this.#endpoint.probes.filter(isSendable).length > 1;
    if (finding.status !== 'undecided' || finding.row !== 'the-path-is-missing-or-redirects' || !elsewhere)
      return describeProbed(probed, probe);
    return warns(`there is no connect endpoint here (HTTP ${status}); the credentials are tried on another path`, {
      next: `If the service has one, name it in ${probe.field}; if it has none, nothing needs doing.`,
      row: finding.row,
    });
  }

  /** Where no path has the service behind it, that is told once, and not of each path. */
  async #lookEverywhere(connect: Extract<Probed, { kind: 'answered' }>): Promise<Finding | undefined> {
    const inJson = connect.finding.status === 'undecided' && connect.answered.answer.status === 404;
    const common = findCommon(connect) ?? (inJson ? 'like_nowhere' : undefined);
    const probes = this.#endpoint.probes.filter(isSendable).sort((a, b) => rank(a) - rank(b));
    if (common === undefined || probes.length < 2) return undefined;
    for (const probe of probes.filter(({ operation }) => operation !== 'connect')) {
      const probed = await this.#probe(probe);
      const same = common === 'like_nowhere' ? await this.#isLikeNowhere(probe, probed) : findCommon(probed) === common;
      if (!same) return undefined;
    }
    this.#obstacle =
      common === 'like_nowhere' ? 'nothing shows yet that the base URL is right' : 'the base URL has to hold first';
    return describeCommon(common, this.#endpoint, probes);
  }

  async #isLikeNowhere(probe: Sendable, probed: Probed): Promise<boolean> {
    if (probed.kind === 'silent' || probed.finding.status !== 'there') return false;
    return this.#nowhere.isLike(probe, probed.answered.answer);
  }

  async #lookAtCredentials(): Promise<Finding> {
    const candidates: CredentialProbe[] = [];
    // The connect path first; where it leaves the credentials open, a look-up, which changes the least.
    const order = this.#endpoint.probes
      .filter(isSendable)
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, 2);
    for (const probe of order) {
      const probed = await this.#probe(probe);
      candidates.push({ probe, probed });
      if (isAboutCredentials(probed) || (probed.kind === 'answered' && probed.finding.status === 'there')) break;
    }
    const finding = await lookAtCredentials(this.#endpoint, candidates, this.#client);
    if (finding.status !== 'broken') return finding;
    return { ...finding, details: [...(finding.details ?? []), ...this.#credentialsFrom] };
  }

  #lookAtClock(): Finding {
    const answered = [...this.#probed.values()].find((probed) => probed.kind === 'answered');
    return answered === undefined ? notChecked('no answer came') : lookAtClock(answered.answered);
  }

  /** Each further try with wrong credentials may count towards a lock-out. */
  #lockOutReason(): string | undefined {
    const refused = [...this.#probed.values()].some(
      (probed) =>
        probed.kind === 'answered' && probed.finding.status === 'failed' && probed.finding.error.code === 'UNAUTHENTICATED',
    );
    return refused ? 'the credentials have to hold first' : undefined;
  }

  // Those that are only asked for their methods come last: they are compared with a path that is known by then.
  async #examinePaths(probes: readonly PathProbe[], obstacle: string | undefined): Promise<void> {
    let reason = obstacle;
    for (const probe of [...probes.filter(isSendable), ...probes.filter((each) => !isSendable(each))]) {
      const label = this.#label('path', `${probe.operation} ${showPath(probe)}`, probe.field);
      const look = isSendable(probe) ? () => this.#describe(probe) : () => this.#lookByMethods(probe);
      if (reason === undefined) await this.#examination.check(label, async () => withOpen(await look(), probe));
      else this.#examination.skip(label, reason);
      reason ??= this.#lockOutReason();
    }
  }

  #lookByMethods(probe: PathProbe): Promise<Finding> {
    const known = [...this.#probed].find(
      ([each, probed]) => each.request?.method === 'POST' && probed.kind === 'answered' && probed.finding.status === 'there',
    )?.[0];
    return lookByMethods(probe, { known, nonsense: { ...probe, path: makeUpPath(probe) } }, this.#client);
  }

  /** Whether answers have the agreed shape: refusals above all, so that agents and operators can read why. */
  #lookAtErrors(): Finding {
    const read = [...this.#probed].flatMap(([probe, probed]) =>
      probed.kind === 'answered' && probed.finding.status === 'there' ? [{ probe, remark: probed.finding.remark }] : [],
    );
    const remarks = read.flatMap(({ probe, remark }) => (remark === undefined ? [] : [`${probe.operation} ${remark}`]));
    if (remarks.length > 0) {
      const next = 'Show this to the team that runs the service: refusals are JSON with `success: false`, `code` and `message`.';
      return warns(`${remarks.length} of ${read.length} answers are not as agreed`, { details: remarks, next });
    }
    const refusals = read.filter(({ probe }) => probe.operation !== 'connect').length;
    if (refusals === 0) return notChecked('no refusal of the service’s own was seen');
    return holds(`${refusals} ${refusals === 1 ? 'refusal says' : 'refusals say'} why`);
  }
}

function rank({ operation }: PathProbe): number {
  return operation === 'connect' ? 0 : operation === 'getCallRecordingUrl' ? 1 : 2;
}

function withOpen(finding: Finding, { leavesOpen, request }: PathProbe): Finding {
  if (leavesOpen === undefined || request === undefined || finding.status !== 'holds') return finding;
  return { ...finding, details: [...(finding.details ?? []), leavesOpen] };
}
