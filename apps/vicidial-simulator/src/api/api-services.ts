import type { DiallerParts } from '../dialler/dialler-parts.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import type { ApiAnswer } from './api-answer.ts';
import type { ApiUser, Authentication } from './authentication.ts';
import type { Parameters } from './parameters.ts';

/** What the functions of both APIs work with. */
export interface ApiServices extends DiallerParts {
  readonly apiUser: ApiUser;
  readonly authentication: Authentication;
  readonly faults: FaultBoard;
  /** Where recordings are, such as `http://127.0.0.1:8090/RECORDINGS`. */
  readonly recordingsUrl: () => string;
}

/** A function of one of the APIs. */
export type ApiFunction = (parameters: Parameters, services: ApiServices) => ApiAnswer;
