/* Alarms, screen side: a new one is heard, and a critical one that nobody has acknowledged flashes for five seconds.

   The page says which are the newest that wait, by priority (`data-alarm-waiting="critical:12 high:15"`): a greater
   number is a new alarm. What was open when the page came is shown, not sounded again. Sound needs a touch first, as
   browsers have it: until then the button says that there is none. */
(function () {
  "use strict";

  const WATCH_MS = 250;
  const FLASH_MS = 5000;
  const GAIN = 0.2;

  // Beeps by priority: how many, how high (Hz), how long (seconds). A low one makes no sound.
  const TONES = {
    critical: { beeps: 4, hertz: 988, seconds: 0.16 },
    high: { beeps: 2, hertz: 740, seconds: 0.18 },
    medium: { beeps: 1, hertz: 587, seconds: 0.2 },
  };
  const LOUDEST_FIRST = ["critical", "high", "medium"];

  const state = { strip: null, seen: null, flashUntil: 0, audio: null };

  function waiting(strip) {
    const words = (strip.dataset.alarmWaiting || "").split(" ").filter(Boolean);
    return Object.fromEntries(words.map((word) => word.split(":")).map(([name, number]) => [name, Number(number)]));
  }

  // --- sound

  const isReady = () => !!state.audio && state.audio.state === "running";

  function play(name) {
    const tone = TONES[name];
    if (!tone || !isReady()) return;
    for (let beep = 0; beep < tone.beeps; beep += 1) {
      const from = state.audio.currentTime + 2 * beep * tone.seconds;
      const source = state.audio.createOscillator();
      const volume = state.audio.createGain();
      source.frequency.value = tone.hertz;
      volume.gain.setValueAtTime(0, from);
      volume.gain.linearRampToValueAtTime(GAIN, from + 0.01);
      volume.gain.setValueAtTime(GAIN, from + tone.seconds - 0.02);
      volume.gain.linearRampToValueAtTime(0, from + tone.seconds);
      source.connect(volume).connect(state.audio.destination);
      source.start(from);
      source.stop(from + tone.seconds);
    }
  }

  function openAudio() {
    const Audio = window.AudioContext;
    if (!state.audio && Audio) state.audio = new Audio();
    return state.audio ? state.audio.resume() : Promise.reject(new Error("this browser plays no sound"));
  }

  function tellSound() {
    const button = document.querySelector("[data-alarm-sound]");
    if (!button) return;
    const word = isReady() ? "on" : "off";
    if (button.dataset.sound === word) return;
    button.dataset.sound = word;
    button.textContent = word === "on" ? button.dataset.testText : button.dataset.offText;
  }

  // --- the watch

  function watch() {
    const strip = document.querySelector("[data-alarm-waiting]");
    tellSound();
    if (!strip) return;
    const now = waiting(strip);
    const isFirst = strip !== state.strip || state.seen === null;
    const before = isFirst ? {} : state.seen;
    const fresh = LOUDEST_FIRST.filter((name) => (now[name] || 0) > (before[name] || 0));
    Object.assign(state, { strip, seen: now });
    if (fresh.includes("critical")) state.flashUntil = performance.now() + FLASH_MS;
    if (!isFirst && fresh.length && document.querySelector("[data-alarm-sound]:not([hidden])")) play(fresh[0]);
    strip.toggleAttribute("data-flashing", performance.now() < state.flashUntil);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest ? event.target.closest("[data-alarm-sound]") : null;
    openAudio()
      .then(() => {
        tellSound();
        if (button) play("critical");
      })
      .catch((error) => console.warn("alarms: no sound", error));
  });

  window.addEventListener("load", () => {
    watch();
    setInterval(watch, WATCH_MS);
  });
})();
