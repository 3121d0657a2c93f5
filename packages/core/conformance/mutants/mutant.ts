import type { Capability, OperationsWith, PhoneSwitch } from '@elasticfunnels/switch-core';
import { SwitchError, type SwitchErrorOptions } from '@elasticfunnels/switch-core';
import type { MemoryWorld } from '@elasticfunnels/switch-core/testing';
import type { ConformanceSubject } from '../conformance-subject.ts';
import { delegateTo } from '../delegation.ts';
import { memorySubject } from '../memory-subject.ts';

/** A switch that tells one lie, to prove that a case notices it. */
export interface Mutant {
  readonly name: string;
  /** What it does, or says, that is not so. */
  readonly lie: string;
  /** The name of a case that fails because of it. */
  readonly brokenPromise: string;
  readonly subject: ConformanceSubject;
  /** The same lie of a driver behind the host, whose guard keeps some of them from the platform. */
  readonly behindHost?: ConformanceSubject;
}

/** What a mutant is called, says and breaks. */
export type MutantDescription = Pick<Mutant, 'name' | 'lie' | 'brokenPromise'>;

/** Operations that lie, given the honest ones and the world behind them. */
export type Lie<Inner = OperationsWith<Capability>> = (inner: Inner, world: MemoryWorld) => Partial<OperationsWith<Capability>>;

/** A driver that lies, without the host: whose guard would keep some lies from the platform. */
export function lyingDriver(description: MutantDescription, lie: Lie, capabilities?: readonly Capability[]): Mutant {
  const subjectThrough = (through: ConformanceSubject['through']): ConformanceSubject =>
    memorySubject({
      name: description.name,
      through,
      ...(capabilities === undefined ? {} : { capabilities }),
      replaceDriver: (driver, world) => delegateTo(driver, lie(driver, world)),
    });
  return { ...description, subject: subjectThrough('driver'), behindHost: subjectThrough('host') };
}

/** A host that lies around an honest driver. */
export function lyingHost(
  description: MutantDescription,
  lie: Lie<PhoneSwitch<Capability>>,
  capabilities?: readonly Capability[],
): Mutant {
  const subject = memorySubject({
    name: description.name,
    through: 'host',
    ...(capabilities === undefined ? {} : { capabilities }),
    replacePhone: (phone, world) => ({ ...delegateTo(phone, lie(phone, world)), capabilities: phone.capabilities }),
  });
  return { ...description, subject };
}

/** The same work, whose errors are told with changes. */
export async function retelling<T>(work: Promise<T>, retell: (error: SwitchError) => SwitchErrorOptions): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    throw SwitchError.is(thrown) ? SwitchError.retold(thrown, retell(thrown)) : thrown;
  }
}

/** The same work, but for errors of one code: those end as something else. */
export async function insteadOf<T>(
  code: SwitchError['code'],
  work: Promise<T>,
  otherwise: (error: SwitchError) => T | Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    if (SwitchError.has(thrown, code)) return otherwise(thrown);
    throw thrown;
  }
}

/** The same driver operations, each with whatever it throws told with changes. */
export function retellingEverything(
  driver: OperationsWith<Capability>,
  retell: (error: SwitchError) => SwitchErrorOptions,
): Partial<OperationsWith<Capability>> {
  return {
    connect: (options) => retelling(driver.connect(options), retell),
    makeCall: (request, options) => retelling(driver.makeCall(request, options), retell),
    hangupCall: (call, options) => retelling(driver.hangupCall(call, options), retell),
    transferCall: (request, options) => retelling(driver.transferCall(request, options), retell),
    getCallRecordingUrl: (call, options) => retelling(driver.getCallRecordingUrl(call, options), retell),
  };
}
