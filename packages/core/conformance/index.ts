export type { ConformanceCase, Requirement } from './conformance-case.ts';
export { conformanceCases } from './conformance-cases.ts';
export type {
  ConformanceCast,
  ConformanceStage,
  ConformanceSubject,
  ConformanceWitness,
  Facility,
  Trouble,
  WitnessedCall,
} from './conformance-subject.ts';
export { memorySubject, type MemorySubjectOptions } from './memory-subject.ts';
export {
  type ConformanceReport,
  type FailedCase,
  formatConformanceReport,
  runConformance,
  type SkippedCase,
} from './run-conformance.ts';
export type { Mutant } from './mutants/mutant.ts';
export { mutants } from './mutants/mutants.ts';
export { deliveryLedgerCases, type DeliveryLedgerStage } from './ports/delivery-ledger-cases.ts';
export { dialGuardCases } from './ports/dial-guard-cases.ts';
export type { DialGuardStage } from './ports/dial-guard-stage.ts';
export type { PortCase, PortStage, PortSubject } from './ports/port-case.ts';
export { screenPopChannelCases } from './ports/screen-pop-channel-cases.ts';
export type { ScreenPopChannelStage } from './ports/screen-pop-channel-stage.ts';
