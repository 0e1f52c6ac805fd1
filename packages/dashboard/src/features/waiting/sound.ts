/** Two soft notes; loud enough beside a conversation, made here so that no file has to be fetched. */
const NOTES = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.16 },
];
const LENGTH_SECONDS = 0.5;
const VOLUME = 0.18;

let context: AudioContext | null = null;

/** Plays it, as far as the browser lets a page that was not touched yet. */
export function chime(): void {
  try {
    context ??= new AudioContext();
    void context.resume();
    for (const { hertz, at } of NOTES) play(context, hertz, context.currentTime + at);
  } catch {
    // No sound device: the title and the list say it too.
  }
}

function play(sound: AudioContext, hertz: number, at: number): void {
  const tone = sound.createOscillator();
  const volume = sound.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(VOLUME, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + LENGTH_SECONDS);
  tone.connect(volume).connect(sound.destination);
  tone.start(at);
  tone.stop(at + LENGTH_SECONDS);
}
