/** The selection is empty: a run that verified nothing must not look like one that passed. */
export class NothingToVerifyError extends Error {
  override readonly name = 'NothingToVerifyError';

  constructor(only: string | undefined) {
    super(
      `There is nothing to verify: --only ${JSON.stringify(only ?? '')} matches no check of this level. ` +
        '`switch-contract states` lists the contract; try --level full, or an id such as M1 or S2.',
    );
  }
}
