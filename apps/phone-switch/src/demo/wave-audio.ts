/** What a WAV file's header says. @see http://soundfile.sapp.org/doc/WaveFormat/ */
export interface WaveAudio {
  readonly sampleRate: number;
  readonly seconds: number;
}

const LONGEST_HEADER_BYTES = 44;

/** Reads the header of PCM audio in a RIFF file; undefined when the bytes are something else or are cut off. */
function readWave(bytes: Uint8Array): WaveAudio | undefined {
  if (bytes.byteLength < LONGEST_HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (offset: number): string => Buffer.from(bytes.buffer, bytes.byteOffset + offset, 4).toString('latin1');
  if (name(0) !== 'RIFF' || name(8) !== 'WAVE' || name(12) !== 'fmt ' || name(36) !== 'data') return undefined;
  const sampleRate = view.getUint32(24, true);
  const bytesPerSecond = view.getUint32(28, true);
  const dataBytes = view.getUint32(40, true);
  const whole = LONGEST_HEADER_BYTES + dataBytes <= bytes.byteLength;
  return whole && dataBytes > 0 && bytesPerSecond > 0 ? { sampleRate, seconds: dataBytes / bytesPerSecond } : undefined;
}

/** Fetches a recording and reads what it is. */
export async function fetchWave(url: URL): Promise<WaveAudio | undefined> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  return response.ok ? readWave(new Uint8Array(await response.arrayBuffer())) : undefined;
}
