const samplesPerSecond = 8_000;
const headerBytes = 44;

/** Makes a WAV file (RIFF, PCM, 8 kHz, mono, 8 bit): a tone of one pitch, so that a player has something to play. */
export function makeWave(seconds: number, hertz: number): Buffer {
  const samples = Math.round(seconds * samplesPerSecond);
  const file = Buffer.alloc(headerBytes + samples);
  file.write('RIFF', 0, 'ascii');
  file.writeUInt32LE(headerBytes - 8 + samples, 4);
  file.write('WAVEfmt ', 8, 'ascii');
  file.writeUInt32LE(16, 16); // size of the format block
  file.writeUInt16LE(1, 20); // PCM
  file.writeUInt16LE(1, 22); // mono
  file.writeUInt32LE(samplesPerSecond, 24);
  file.writeUInt32LE(samplesPerSecond, 28); // bytes per second
  file.writeUInt16LE(1, 32); // bytes per sample
  file.writeUInt16LE(8, 34); // bits per sample
  file.write('data', 36, 'ascii');
  file.writeUInt32LE(samples, 40);
  for (let index = 0; index < samples; index += 1) {
    file[headerBytes + index] = 128 + Math.round(Math.sin((2 * Math.PI * hertz * index) / samplesPerSecond) * 60);
  }
  return file;
}
