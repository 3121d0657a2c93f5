/** Why no switch was made, told for the person who asked for one. */
export class CreateSwitchError extends Error {
  override readonly name = 'CreateSwitchError';
  /** What the person asked for makes no sense, or it could not be done. */
  readonly kind: 'usage' | 'failed';

  constructor(kind: 'usage' | 'failed', message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
