/** Where the operations are below the base URL, unless a brand overrides it. */
export interface Five9Paths {
  readonly connect: string;
  readonly makeCall: string;
  readonly hangup: string;
  readonly transfer: string;
  readonly recording: string;
}

/** The paths of the platform's own Five9 page. */
export const DEFAULT_PATHS: Five9Paths = {
  connect: '/',
  makeCall: '/calls/make',
  hangup: '/calls/hangup',
  transfer: '/calls/transfer',
  recording: '/calls/recording',
};

/** The fields of a recording answer that may hold the URL, in the order in which they are looked at. */
export const DEFAULT_RECORDING_FIELDS: readonly string[] = ['recording_url', 'recordingUrl', 'url', 'download_url'];
