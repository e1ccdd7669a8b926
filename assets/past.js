/* The time machine: asks for the picture of one minute at a time and draws it where the live one would stand.

   One question is in flight; while playing, the next minute is asked for when the picture of the last one is drawn. The
   address always tells what is shown, so that it can be handed on. Words come with the page. */
(function () {
  "use strict";

  const WATCH_MS = 200;
  const MINUTE = 60000;

  const room = (window.liveRoom = window.liveRoom || {});
  const state = { page: null, at: 0, shownAt: null, known: "then", speed: 10, playing: false, busy: false };
  let shown = {}; // what each component was last set to, so that a minute costs what changed in it
  let ticked = 0;

  const part = (name) => state.page.querySelector(`[data-past-${name}]`);
  const minuteOf = (ms) => Math.floor(ms / MINUTE) * MINUTE;

  // --- the city's time

  function told(ms, options) {
    const { locale, timeZone } = state.page.dataset;
    return new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(ms);
  }

  function instant(ms) {
    const day = told(ms, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    return `${day} ${localParts(ms).clock.replace(":", mark())} ${state.page.dataset.zone}`;
  }

  const mark = () => (state.page.dataset.locale.startsWith("id") ? "." : ":");

  // The city's date and clock of an instant, as an input of the browser wants them.
  function localParts(ms) {
    const options = { hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
    const format = new Intl.DateTimeFormat("en-CA", { timeZone: state.page.dataset.timeZone, ...options });
    const found = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    return { date: `${found.year}-${found.month}-${found.day}`, clock: `${found.hour}:${found.minute}` };
  }

  // The instant of a city's date and clock: a guess, mended by how far off its own date and clock are.
  function instantOf(date, clock) {
    let ms = Date.parse(`${date}T${clock}Z`);
    for (let tries = 0; tries < 2; tries += 1) {
      const local = localParts(ms);
      ms += Date.parse(`${date}T${clock}Z`) - Date.parse(`${local.date}T${local.clock}Z`);
    }
    return ms;
  }

  // --- asking

  async function ask() {
    if (state.busy) return;
    const minute = minuteOf(state.at);
    const asked = `${minute} ${state.known}`;
    if (asked === state.shownAt) return;
    state.busy = true;
    try {
      const query = new URLSearchParams({
        at: new Date(minute).toISOString(),
        known: state.known,
        audience: state.page.dataset.past,
      });
      const response = await fetch("/live/past?" + query, { cache: "no-store" });
      const answer = await response.json();
      state.shownAt = asked;
      take(answer, minute);
    } catch (error) {
      console.error("past: no answer", error);
      say(state.page.dataset.refused);
      stop();
    } finally {
      state.busy = false;
    }
  }

  function take(answer, minute) {
    if (answer.last_ms) Object.assign(state, { first: answer.first_ms, last: answer.last_ms });
    if (answer.frame) {
      drawChanged(answer.frame);
      say(state.page.dataset.band.replace("{at}", instant(answer.at_ms)));
    } else {
      say((answer.last_ms ? state.page.dataset.nothing : state.page.dataset.refused).replace("{at}", instant(minute)));
    }
    state.page.toggleAttribute("data-past-empty", !answer.frame);
    showControls();
  }

  function drawChanged(frame) {
    const props = {};
    for (const [id, values] of Object.entries(frame.props || {})) {
      const words = JSON.stringify(values);
      if (shown[id] !== words) props[id] = values;
      shown[id] = words;
    }
    room.drawPast({ ...frame, props });
  }

  function say(words) {
    part("words").textContent = words;
    part("known").textContent = state.page.dataset[state.known];
  }

  // --- moving

  function go(ms) {
    const last = state.last || ms;
    state.at = Math.min(Math.max(ms, state.first || ms), last);
    if (state.at >= last) stop();
    const { date, clock } = localParts(state.at);
    const address = new URLSearchParams(window.location.search);
    address.set("at", `${date}T${clock}`);
    address.set("known", state.known);
    window.history.replaceState(null, "", `?${address}`);
    showControls();
    ask();
  }

  function play() {
    state.playing = true;
    ticked = performance.now();
    showControls();
  }

  function stop() {
    state.playing = false;
    showControls();
  }

  const ACTIONS = {
    play: () => (state.playing ? stop() : play()),
    step: (button) => go(minuteOf(state.at) + Number(button.dataset.minutes) * MINUTE),
    speed: (button) => {
      state.speed = Number(button.dataset.speed);
      showControls();
    },
    known: (button) => {
      state.known = button.dataset.known;
      go(state.at);
    },
    compare: () => {
      stop();
      part("card").hidden = false;
      const data = { at: new Date(minuteOf(state.at)).toISOString(), known: state.known };
      window.dash_clientside.set_props(part("card").dataset.store, { data });
    },
    close: () => (part("card").hidden = true),
  };

  // --- controls

  function addControls() {
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: 0, max: 1439, step: 1 });
    slider.addEventListener("input", () => {
      stop();
      go(instantOf(localParts(state.at).date, "00:00") + slider.valueAsNumber * MINUTE);
    });
    const day = document.createElement("select");
    day.addEventListener("change", () => jump(day.value, localParts(state.at).clock));
    const clock = document.createElement("input");
    Object.assign(clock, { type: "text", inputMode: "numeric", maxLength: 5 });
    clock.addEventListener("change", () => {
      const found = clock.value.trim().match(/^([01]?\d|2[0-3])[.:]?([0-5]\d)$/);
      clock.setAttribute("aria-invalid", !found);
      if (found) jump(localParts(state.at).date, `${found[1].padStart(2, "0")}:${found[2]}`);
    });
    for (const [name, input] of [["slider", slider], ["day", day], ["clock", clock]]) {
      const place = part(name);
      input.setAttribute("aria-label", place.dataset.label);
      place.replaceChildren(input);
    }
  }

  function jump(date, clock) {
    stop();
    go(instantOf(date, clock));
  }

  // The days that can be looked at, the newest first.
  function offerDays(day) {
    const newest = localParts(state.last || state.at).date;
    const oldest = localParts(Math.min(state.first || state.at, state.at)).date;
    if (day.dataset.span === `${oldest} ${newest}`) return;
    day.dataset.span = `${oldest} ${newest}`;
    const options = [];
    for (let ms = instantOf(newest, "12:00"); localParts(ms).date >= oldest && options.length < 400; ms -= 1440 * MINUTE) {
      options.push(new Option(told(ms, { weekday: "short", day: "numeric", month: "short", year: "numeric" }), localParts(ms).date));
    }
    day.replaceChildren(...options);
  }

  function showControls() {
    const { date, clock } = localParts(state.at);
    const slider = part("slider").firstChild;
    const day = part("day").firstChild;
    const field = part("clock").firstChild;
    if (!slider || !day || !field) return;
    offerDays(day);
    day.value = date;
    slider.value = Math.round((state.at - instantOf(date, "00:00")) / MINUTE);
    if (document.activeElement !== field) field.value = clock.replace(":", mark());
    for (const button of state.page.querySelectorAll("[data-past-action]")) {
      const { pastAction, speed, known, pause, label } = button.dataset;
      if (pastAction === "play") button.textContent = state.playing ? pause : label;
      if (speed) button.setAttribute("aria-pressed", Number(speed) === state.speed);
      if (known) button.setAttribute("aria-pressed", known === state.known);
    }
    for (const button of state.page.querySelectorAll("[data-past-scene]")) {
      button.setAttribute("aria-pressed", button.dataset.pastScene === sceneNow());
    }
  }

  const sceneNow = () => new URLSearchParams(window.location.search).get("scene") || "overview";

  function onClick(event) {
    const button = event.target.closest("button");
    if (!button || !state.page || !state.page.contains(button)) return;
    const { pastAction, pastScene } = button.dataset;
    if (pastAction) ACTIONS[pastAction](button);
    if (pastScene) {
      const address = new URLSearchParams(window.location.search);
      address.set("scene", pastScene);
      window.location.search = address;
    }
  }

  function onKey(event) {
    if (!state.page || event.target.closest("input, select, textarea, button")) return;
    const minutes = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (minutes) go(minuteOf(state.at) + minutes * (event.shiftKey ? 60 : 1) * MINUTE);
    if (event.key === " ") ACTIONS.play();
    if (event.key === "Escape") ACTIONS.close();
    if (minutes || event.key === " ") event.preventDefault();
  }

  // --- the watch: finds the page, and lets time pass while it plays

  function adopt(page) {
    Object.assign(state, { page, shownAt: null, first: null, last: null, playing: false });
    shown = {};
    const address = new URLSearchParams(window.location.search);
    state.known = address.get("known") === "now" ? "now" : "then";
    if (!address.get("scene")) {
      address.set("scene", "overview"); // the past does not turn by itself
      window.history.replaceState(null, "", `?${address}`);
    }
    addControls();
    const [date, clock] = (address.get("at") || "").split("T");
    const asked = clock ? instantOf(date, clock.slice(0, 5)) : NaN;
    // Without an instant, the newest minute: one that is still to come is answered with how far the city has come.
    if (Number.isFinite(asked)) go(asked);
    else askNewest();
  }

  async function askNewest() {
    const query = new URLSearchParams({ at: new Date().toISOString(), known: "then", audience: state.page.dataset.past });
    const answer = await (await fetch("/live/past?" + query, { cache: "no-store" })).json();
    Object.assign(state, { first: answer.first_ms, last: answer.last_ms });
    go(answer.last_ms - 2 * MINUTE);
  }

  function watch() {
    const page = document.querySelector(".past");
    if (page !== state.page) {
      state.page = null;
      if (page) adopt(page);
    }
    if (!state.page) return;
    const now = performance.now();
    if (state.playing && !state.busy) {
      go(state.at + state.speed * Math.min(now - ticked, 2000));
    }
    ticked = now;
  }

  window.addEventListener("load", () => {
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    setInterval(watch, WATCH_MS);
  });
})();
