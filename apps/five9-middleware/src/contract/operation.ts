/** The five operations of the wire contract. */
export type OperationName = 'connect' | 'makeCall' | 'hangup' | 'transfer' | 'recording';

/** All operations, in the order in which the contract lists them. */
export const operationNames: readonly OperationName[] = ['connect', 'makeCall', 'hangup', 'transfer', 'recording'];

/** The paths that a driver uses unless its configuration names others. */
export const defaultPaths: Readonly<Record<OperationName, string>> = {
  connect: '/',
  makeCall: '/calls/make',
  hangup: '/calls/hangup',
  transfer: '/calls/transfer',
  recording: '/calls/recording',
};

/** Whether a text names one of the five operations. */
export function isOperationName(text: string): text is OperationName {
  return operationNames.some((name) => name === text);
}

/** The HTTP method of an operation. */
export function methodOf(operation: OperationName): 'GET' | 'POST' {
  return operation === 'connect' ? 'GET' : 'POST';
}
