/** What an answer's meaning may hang on beside the answer: how its request was sent. */
export interface SentRequest {
  readonly baseUrl: URL;
  /** Below the base URL. */
  readonly path: string;
  /**
   * Whether the service may have had this idempotency key before: from whoever brought it, or by an earlier try of ours.
   * Only then can a bare "conflict" be about the key.
   */
  readonly mayRepeatKey: boolean;
}
