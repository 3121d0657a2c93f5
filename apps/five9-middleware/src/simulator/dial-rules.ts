import type { Clock } from '../clock/clock.ts';
import type { DialRequest } from '../five9/five9-port.ts';
import { type AgentRoster, serves } from './agent-roster.ts';
import type { Directory, DirectoryAgent } from './directory.ts';
import { refuse } from './refuse.ts';

// E.164, national numbers, short codes and extensions, with the separators that people type.
const dialable = /^\+?[0-9(][0-9 ().\-/]{0,30}$/;

/** Checks a dial as Five9 would; throws `Five9Error` and changes nothing when it must not take place. */
export function checkDial(request: DialRequest, directory: Directory, agents: AgentRoster, clock: Clock): void {
  const agent = agents.get(request.agentExtension);
  checkCampaign(request.campaign, agent, directory, clock);
  checkSkill(request.skill, agent, directory, clock);
  checkDestination(request.destination, directory, clock);
  agents.requireReady(request.agentExtension);
}

function checkCampaign(name: string | undefined, agent: DirectoryAgent, directory: Directory, clock: Clock): void {
  if (name === undefined) return;
  if (!directory.campaigns.some((campaign) => campaign.name === name)) {
    throw refuse(clock, 'CAMPAIGN_UNKNOWN', `No campaign is named "${name.slice(0, 40)}".`, name);
  }
  if (!serves(agent.campaigns, name)) {
    const message = `Agent ${agent.extension} is not eligible for the campaign "${name}".`;
    throw refuse(clock, 'CAMPAIGN_NOT_ASSIGNED', message, name);
  }
}

function checkSkill(id: string | undefined, agent: DirectoryAgent, directory: Directory, clock: Clock): void {
  if (id === undefined) return;
  if (!directory.skills.includes(id)) {
    throw refuse(clock, 'SKILL_UNKNOWN', `No skill has the id "${id.slice(0, 40)}".`, id);
  }
  if (!serves(agent.skills, id)) {
    throw refuse(clock, 'SKILL_NOT_ASSIGNED', `Agent ${agent.extension} does not have the skill "${id}".`, id);
  }
}

function checkDestination(destination: string, directory: Directory, clock: Clock): void {
  const digits = digitsOf(destination);
  if (!dialable.test(destination) || digits.length < 2 || digits.length > 15) {
    throw refuse(clock, 'NUMBER_INVALID', 'The destination is not a number that can be dialled.');
  }
  if (directory.doNotCall.some((number) => digitsOf(number) === digits)) {
    throw refuse(clock, 'NUMBER_ON_DNC_LIST', 'The destination is on the do-not-call list.');
  }
}

function digitsOf(text: string): string {
  return text.replace(/[^0-9]/g, '');
}
