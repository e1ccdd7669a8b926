/* Watches a screen's page from a thread of its own: a page that stopped cannot notice it by itself.

   The page sends a beat each second. No beats: its main thread stands still; the server is told from here, since the page
   cannot. Beats without an animation frame, or with a picture that stays behind the pulses: the page is told, and loads
   itself anew. Dash does not load this file into pages; assets/screen.js starts it. */
"use strict";

const TICK_MS = 1000;
const TELL_EVERY_MS = 10000;
const STARTING = 6; // a page that has drawn nothing yet has so many times as long: a small machine starts slowly
const SLEPT_MS = 5000; // a gap between two ticks of this thread: the whole machine stood still, not the page

const state = { limit: 0, path: "", beat: null, beatAt: 0, tickedAt: 0, toldAt: 0, frozenSince: null, report: null };

// What is wrong by the newest beat: nothing, or what stopped and for how many milliseconds.
function judged(now) {
  const silent = now - state.beatAt;
  const { isStarted, isVisible, unpaintedMs, behindMs } = state.beat;
  const limit = isStarted ? state.limit : STARTING * state.limit;
  if (silent > limit) return { why: "thread", ms: silent };
  if (isVisible && unpaintedMs > limit) return { why: "drawing", ms: unpaintedMs };
  if (isVisible && behindMs > limit) return { why: "frames", ms: behindMs };
  return null;
}

function tick() {
  const now = performance.now();
  if (now - state.tickedAt > SLEPT_MS) state.beatAt = now;
  state.tickedAt = now;
  if (!state.beat) return;
  const wrong = judged(now);
  if (!wrong) return;
  if (wrong.why !== "thread") {
    postMessage(wrong);
    return;
  }
  if (state.frozenSince === null) state.frozenSince = state.beatAt;
  if (now - state.toldAt >= TELL_EVERY_MS) tellServer(now, wrong.ms / 1000);
}

// The page's last report, grown older by as long as the page has been silent.
function tellServer(now, seconds) {
  state.toldAt = now;
  if (!state.report) return;
  const older = (age) => (age === null ? null : age + seconds);
  const { up_s, paint_age_s, frame_age_s } = state.report;
  const ages = { up_s: older(up_s), paint_age_s: older(paint_age_s), frame_age_s: older(frame_age_s) };
  const body = JSON.stringify({ ...state.report, ...ages, frozen_s: seconds });
  fetch(state.path, { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch((error) =>
    console.warn("watchdog: the server could not be told", error),
  );
}

onmessage = ({ data }) => {
  const now = performance.now();
  if (data.report) state.report = data.report;
  if (data.limit) Object.assign(state, { limit: data.limit, path: data.path, tickedAt: now });
  if (!data.beat) return;
  const stood = state.frozenSince === null ? 0 : now - state.frozenSince;
  Object.assign(state, { beat: data.beat, beatAt: now, frozenSince: null });
  if (stood) postMessage({ why: "thread", ms: stood });
};

setInterval(tick, TICK_MS);
