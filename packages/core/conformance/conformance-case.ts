import type { Capability } from '@elasticfunnels/switch-core';
import type { ConformanceSubject, Facility } from './conformance-subject.ts';
import type { Scene } from './scene.ts';

/** What a case needs of a subject: the host around the driver, a capability or the lack of it, or a facility. */
export type Requirement = 'host' | Capability | `no ${Capability}` | Facility;

/** A promise of every switch, and how it is put to the test. */
export interface CaseDefinition {
  /** The promise, in plain words. */
  readonly name: string;
  readonly requires?: readonly Requirement[];
  readonly check: (scene: Scene) => Promise<void>;
}

/** One promise, held against one subject. */
export interface ConformanceCase {
  /** The promise, in plain words. */
  readonly name: string;
  readonly requires?: readonly Requirement[];
  /** Why the case does not apply to this subject; `run` is not to be called then. */
  readonly skip?: string;
  /** Opens a stage, plays the case, closes the stage. @throws AssertionError that says which promise is broken, and how. */
  readonly run: () => Promise<void>;
}

const CAPABILITIES: readonly string[] = ['transfer.attended', 'agent.status', 'call.status'] satisfies readonly Capability[];

/** Why a case with these requirements does not apply to a subject; undefined when it does. */
export function findSkipReason(requires: readonly Requirement[], subject: ConformanceSubject): string | undefined {
  for (const requirement of requires) {
    const reason = findLack(requirement, subject);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function findLack(requirement: Requirement, { through, capabilities, cannot = {} }: ConformanceSubject): string | undefined {
  const declared: readonly string[] = capabilities;
  if (requirement === 'host') {
    return through === 'host' ? undefined : 'the host keeps this promise, and the subject is a driver without it';
  }
  if (requirement.startsWith('no ')) {
    const capability = requirement.slice('no '.length);
    return declared.includes(capability) ? `the capability ${capability} is declared` : undefined;
  }
  if (CAPABILITIES.includes(requirement)) {
    return declared.includes(requirement) ? undefined : `the capability ${requirement} is not declared`;
  }
  const lacking: Readonly<Partial<Record<string, string>>> = cannot;
  return lacking[requirement] === undefined ? undefined : `the subject cannot provide ${requirement}: ${lacking[requirement]}`;
}
