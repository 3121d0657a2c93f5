import type { DiallerTime } from '../clock/dialler-time.ts';
import type { DialCommand, LiveAgent, PendingCommands } from './agent.ts';
import type { AgentRoster } from './agent-roster.ts';
import type { CallBook } from './call-book.ts';
import type { Lead, LeadBook } from './lead-book.ts';
import type { RecordingLog } from './recording-log.ts';
import { applyPark, applyTransfer } from './transfers.ts';

/** A dial that reached a telephone: the witness of "never rings twice". */
export interface SimulatedDial {
  readonly callId: string;
  readonly leadId: number;
  readonly user: string;
  readonly phoneCode: string;
  readonly phoneNumber: string;
  /** RFC 3339. */
  readonly at: string;
}

/** What an agent's screen showed instead of doing what the API had answered SUCCESS to. */
export interface ScreenNotice {
  readonly user: string;
  readonly message: 'DNC NUMBER' | 'HOPPER EMPTY';
  readonly phoneNumber: string;
  readonly at: string;
}

/** What the screens work with. */
export interface AgentScreenServices {
  readonly time: DiallerTime;
  readonly agents: AgentRoster;
  readonly calls: CallBook;
  readonly leads: LeadBook;
  readonly recordings: RecordingLog;
  readonly doNotCall: ReadonlySet<string>;
  readonly screenMs: number;
}

/**
 * The agents' screens (vicidial.php in a browser). The Agent API only leaves a command for a screen; this does it, some
 * time later, and nobody hears whether it worked.
 */
export class AgentScreens {
  readonly dials: SimulatedDial[] = [];
  readonly notices: ScreenNotice[] = [];
  readonly #services: AgentScreenServices;
  readonly #armed = new WeakSet<LiveAgent>();

  constructor(services: AgentScreenServices) {
    this.#services = services;
  }

  /** Leaves a command for an agent's screen. */
  leave(agent: LiveAgent, command: PendingCommands): void {
    Object.assign(agent.pending, command);
    this.#arm(agent);
  }

  #arm(agent: LiveAgent): void {
    if (this.#armed.has(agent)) return;
    this.#armed.add(agent);
    this.#services.time.schedule(this.#services.screenMs, () => {
      this.#armed.delete(agent);
      this.#look(agent);
    });
  }

  // The order is that of vicidial.php: a status left together with a hangup is applied one look later.
  #look(agent: LiveAgent): void {
    if (agent.state === 'LOGGED OUT') return;
    const disposing = agent.state === 'DISPO';
    this.#hangUp(agent);
    if (disposing) this.#applyStatus(agent);
    this.#applyPause(agent);
    this.#applyDial(agent);
    applyTransfer(agent, this.#services);
    applyPark(agent, this.#services.calls);
    this.#applyRecording(agent);
    if (agent.state === 'DISPO' && agent.pending.status !== undefined) this.#arm(agent);
  }

  #hangUp(agent: LiveAgent): void {
    const { hangup } = agent.pending;
    delete agent.pending.hangup;
    if (hangup === '1' && agent.state === 'INCALL') this.#services.calls.finishForAgent(agent, 'agent');
  }

  #applyStatus(agent: LiveAgent): void {
    const { status } = agent.pending;
    if (status !== undefined) this.#services.calls.dispose(agent, status);
  }

  #applyPause(agent: LiveAgent): void {
    const { pause } = agent.pending;
    delete agent.pending.pause;
    if (pause === 'PAUSE') {
      if (agent.state === 'READY') this.#services.agents.rest(agent, 'PAUSED');
      else if (agent.state !== 'PAUSED') agent.pauseAfterCall = true;
    }
    if (pause !== 'RESUME' || agent.state !== 'PAUSED') return;
    this.#services.agents.rest(agent, 'READY');
    void this.#services.calls.routeQueue();
  }

  #applyDial(agent: LiveAgent): void {
    const { dial } = agent.pending;
    if (dial === undefined || agent.state !== 'PAUSED') return;
    delete agent.pending.dial;
    const { time, calls, doNotCall } = this.#services;
    const lead = this.#leadFor(dial);
    const at = time.timestamp();
    if (lead === undefined) {
      this.notices.push({ user: agent.user, message: 'HOPPER EMPTY', phoneNumber: '', at });
    } else if (doNotCall.has(lead.phoneNumber)) {
      this.notices.push({ user: agent.user, message: 'DNC NUMBER', phoneNumber: lead.phoneNumber, at });
    } else if (dial.preview) {
      agent.previewLeadId = lead.leadId;
    } else {
      const { callId, leadId } = calls.dial(agent, lead, dial.phoneCode);
      this.dials.push({ callId, leadId, user: agent.user, phoneCode: dial.phoneCode, phoneNumber: lead.phoneNumber, at });
    }
  }

  #leadFor(dial: DialCommand): Lead | undefined {
    const { leads } = this.#services;
    if (dial.leadId !== undefined) return leads.find(dial.leadId);
    if (dial.value === 'MANUALNEXT') return undefined;
    const found = dial.search ? leads.findByNumber(dial.value) : undefined;
    return found ?? leads.add({ phoneNumber: dial.value, phoneCode: dial.phoneCode, vendorLeadCode: dial.vendorId });
  }

  #applyRecording(agent: LiveAgent): void {
    const { recording } = agent.pending;
    delete agent.pending.recording;
    if (recording === undefined) return;
    const { recordings, calls } = this.#services;
    if (recording === 'STOP') {
      recordings.stop(agent.user);
      agent.recordingId = 0;
      return;
    }
    const started = recordings.start(agent.user, agent.leadId, calls.find(agent.callId), recording.slice('START'.length));
    agent.recordingId = started?.recordingId ?? 0;
  }
}
