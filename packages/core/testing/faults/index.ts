export { type CertificateRequest, type Issued, issueCertificate } from './certificates.ts';
export { DNS_FAULTS } from './dns-faults.ts';
export type { Conclusion, Conclusions, DnsFault, Fault, FaultFacts, FaultStage, RequestRole } from './fault.ts';
export type {
  FaultBehaviour,
  HealthyAnswer,
  SeenRequest,
  StrikePoint,
  StruckExchange,
  TlsBehaviour,
} from './fault-behaviour.ts';
export { conclusionsOf, FAULTS, getFault, NO_FAULT, roleOf } from './fault-catalogue.ts';
export { type FaultServer, type FaultServerOptions, HEALTHY_DIAL, startFaultServer } from './fault-server.ts';
export { POISON } from './reuse-faults.ts';
