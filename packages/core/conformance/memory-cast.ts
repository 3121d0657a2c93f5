import { parseAgentExtension, parseCallId } from '@elasticfunnels/switch-core';
import type { ConformanceCast } from './conformance-subject.ts';

/** The key in the in-memory switch's configuration. */
export const MEMORY_SECRET = 'conformance-key-7f3a9c';

/** Who and what the cases play with on the in-memory switch. */
export const MEMORY_CAST: ConformanceCast = {
  agent: parseAgentExtension('1001'),
  otherAgent: parseAgentExtension('1002'),
  transferTarget: '2001',
  loggedOutAgent: parseAgentExtension('1003'),
  unknownAgent: parseAgentExtension('9999'),
  unknownTarget: '9998',
  destination: '+15550004567',
  otherDestination: '+15550007654',
  blockedDestination: '+15550001313',
  invalidDestination: 'nobody',
  unknownCallId: parseCallId('003000000001152799999999'),
  campaignName: 'Spring renewals',
  skillId: 'renewals',
  unknownCampaign: 'No such campaign',
  secrets: [MEMORY_SECRET],
};
