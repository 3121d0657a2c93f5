const samplesPerSecond = 8_000;
const bytesPerSample = 2;
const headerBytes = 44;
const amplitude = 9_000;

/** Length of the audio in seconds and the pitch of its first tone in hertz. */
export interface ToneOptions {
  readonly seconds: number;
  readonly hertz: number;
}

/** Makes a WAV file (RIFF, PCM, 8 kHz, mono, 16 bit) of two alternating tones, so that a player has something to play. */
export function makeWave(options: ToneOptions): Uint8Array {
  const samples = Math.round(options.seconds * samplesPerSecond);
  const file = Buffer.alloc(headerBytes + samples * bytesPerSample);
  writeHeader(file, samples * bytesPerSample);
  for (let index = 0; index < samples; index += 1) {
    file.writeInt16LE(sampleAt(index, options.hertz), headerBytes + index * bytesPerSample);
  }
  return file;
}

function sampleAt(index: number, hertz: number): number {
  const seconds = index / samplesPerSecond;
  const pitch = Math.floor(seconds * 4) % 2 === 0 ? hertz : hertz * 1.25;
  return Math.round(Math.sin(2 * Math.PI * pitch * seconds) * amplitude);
}

function writeHeader(file: Buffer, dataBytes: number): void {
  file.write('RIFF', 0, 'ascii');
  file.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  file.write('WAVEfmt ', 8, 'ascii');
  file.writeUInt32LE(16, 16); // size of the format block
  file.writeUInt16LE(1, 20); // PCM
  file.writeUInt16LE(1, 22); // mono
  file.writeUInt32LE(samplesPerSecond, 24);
  file.writeUInt32LE(samplesPerSecond * bytesPerSample, 28);
  file.writeUInt16LE(bytesPerSample, 32);
  file.writeUInt16LE(bytesPerSample * 8, 34);
  file.write('data', 36, 'ascii');
  file.writeUInt32LE(dataBytes, 40);
}
