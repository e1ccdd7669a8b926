/* The care of a screen that nobody touches: it reports how it is, loads itself anew after a release, once a night and
   when it stopped drawing, and moves its picture by a few pixels. A person's page only says that there is a new version.

   What is to be done stands on the page, in the part marked `data-care`. A page is left only after the server has
   answered with all that the next one needs. */
(function () {
  "use strict";

  const TICK_MS = 1000;
  const ASK_RELEASE_MS = 60000; // pages without pulses ask the server's release so often
  const FIRST_REPORT_MS = 3000; // by then the first frame has come
  const RETRY_MS = 30000; // after the server could not give the page
  const ANSWER_LIMIT_MS = 10000;
  const MEMORY_MS = 6 * 3600 * 1000; // reloads within this time make the next one for the same reason wait longer
  const FREEZE_HOLDS_MS = 5000; // a freeze that is not told again is over
  const FIRST_WAIT_MS = 60000;
  const LONGEST_WAIT_MS = 3600 * 1000;
  const KEPT = 5;
  const STORE = "liveroom.reloads";
  const MEGABYTE = 1048576;

  const FREEZES = ["thread", "drawing", "frames"];
  const PAGE = Math.random().toString(36).slice(2, 12);

  const root = document.documentElement;
  const room = (window.liveRoom = window.liveRoom || {});
  const state = {
    care: null,
    worker: null,
    paintedAt: performance.now(),
    isPainting: false,
    hasDrawn: false, // a frame of the city
    reportedAt: 0,
    askedAt: performance.now(),
    release: "", // the server's, as it was told last
    wish: null, // why the page is to be loaded anew, and not before when
    isLeaving: false,
    frozenAt: -Infinity, // when a freeze was told last
    isPicturing: false,
  };

  // --- what happened before this page: it outlives the page, and holds nothing of the city

  function past() {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE));
      if (kept && Number.isInteger(kept.count) && Array.isArray(kept.last)) return kept;
    } catch (error) {
      console.warn("screen: what happened before cannot be read", error);
    }
    return { count: 0, last: [] };
  }

  // False where it cannot be kept: then nothing would stop a loop of reloads.
  function remember(why) {
    const { count, last } = past();
    try {
      localStorage.setItem(STORE, JSON.stringify({ count: count + 1, last: [...last, { at_ms: Date.now(), why }].slice(-KEPT) }));
      return true;
    } catch (error) {
      console.warn("screen: a reload cannot be remembered", error);
      return false;
    }
  }

  // --- loading anew

  // The age that a page must reach before it is loaded anew: doubled by each reload of the last hours for the same.
  function ageBefore(reasons) {
    const since = Date.now() - MEMORY_MS;
    const before = past().last.filter(({ at_ms, why }) => reasons.includes(why) && at_ms > since).length;
    return before ? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (before - 1)) : 0;
  }

  function wish(why, notBefore) {
    if (state.wish && state.wish.why === why) return;
    state.wish = { why, notBefore };
  }

  async function leaveIfWished() {
    if (state.wish && FREEZES.includes(state.wish.why) && performance.now() - state.frozenAt > FREEZE_HOLDS_MS) state.wish = null;
    if (!state.wish || state.isLeaving || performance.now() < state.wish.notBefore) return;
    state.isLeaving = true;
    const { why } = state.wish;
    const release = await releaseToComeBackTo();
    const isGood = release !== null && (why !== "release" || release === state.release);
    if (isGood && remember(why)) {
      location.reload();
      return;
    }
    state.isLeaving = false;
    if (state.wish) state.wish.notBefore = performance.now() + RETRY_MS;
  }

  // The release of the page that would come, once it, its scripts and styles and its parts were really answered; else null.
  async function releaseToComeBackTo() {
    try {
      const answer = await asked(location.href);
      if (answer.redirected) return null; // to the door: the session is over, and this picture is better than a form
      const page = new DOMParser().parseFromString(answer.body, "text/html");
      const files = [...page.querySelectorAll("script[src], link[rel=stylesheet]")].map((one) => one.getAttribute("src") || one.getAttribute("href"));
      await Promise.all(["/_dash-layout", "/_dash-dependencies", ...files].map(asked));
      return files.length ? page.documentElement.dataset.release || "" : null;
    } catch (error) {
      console.warn("screen: the server cannot give the page yet", error);
      return null;
    }
  }

  async function asked(address) {
    const answer = await fetch(address, { cache: "no-cache", signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return { redirected: answer.redirected, body: await answer.text() };
  }

  // --- a new release

  function hear(release) {
    if (!release || !state.care) return;
    state.release = release;
    if (release === root.dataset.release) return;
    const { care, releaseSpread } = state.care.dataset;
    if (care === "screen") wish("release", Math.max(performance.now() + 1000 * Math.random() * Number(releaseSpread), ageBefore(["release"])));
    else state.care.toggleAttribute("data-told", true);
  }

  // Asked without the session: a page that only stands open must not keep its person signed in.
  function askRelease(now) {
    if (now - state.askedAt < ASK_RELEASE_MS || document.visibilityState === "hidden") return;
    state.askedAt = now;
    fetch("/healthz", { credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(ANSWER_LIMIT_MS) })
      .then((answer) => hear(answer.headers.get("Release")))
      .catch(() => {}); // the server is away; the page says so by itself, and it is asked again
  }

  // --- reports

  // Names as the server takes them; others are left out.
  const named = (word) => (/^[!-~]{1,64}$/.test(word || "") ? word : "");

  function report(now) {
    const road = room.road();
    const wall = document.querySelector("[data-screen]");
    const scene = document.querySelector("[data-scene-mark][data-shown]");
    const live = document.querySelector("[data-live-audience]");
    const memory = performance.memory || null;
    const { count, last } = past();
    const megabytes = (bytes) => Math.round(bytes / MEGABYTE);
    const seconds = (ms) => Math.round(ms / 100) / 10;
    return {
      page: PAGE,
      release: root.dataset.release || "",
      profile: named(wall && wall.dataset.screen),
      scene: named(scene && scene.dataset.sceneMark),
      audience: named(live && live.dataset.liveAudience),
      address: (location.pathname + location.search).slice(0, 200),
      up_s: seconds(now),
      paint_age_s: seconds(now - state.paintedAt),
      frame_age_s: road.isCurrentKnown ? seconds(road.currentAge) : null,
      seq: road.seq,
      heap_mb: memory ? megabytes(memory.usedJSHeapSize) : null,
      heap_limit_mb: memory ? megabytes(memory.jsHeapSizeLimit) : null,
      width_px: Math.round(screen.width * devicePixelRatio),
      height_px: Math.round(screen.height * devicePixelRatio),
      pixel_ratio: devicePixelRatio,
      road: road.word,
      reloads: count,
      last_reloads: last,
    };
  }

  function reportIfDue(now) {
    if (now - state.reportedAt < 1000 * Number(state.care.dataset.reportSeconds)) return;
    state.reportedAt = now;
    const told = report(now);
    state.worker.postMessage({ report: told });
    if (room.say("report", told, onAnswer)) return;
    fetch("/live/report", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(told),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    })
      .then((answer) => answer.json())
      .then(onAnswer)
      .catch(() => {}); // the server is away; the next report follows
  }

  function onAnswer(answer) {
    if (!answer) return;
    if (answer.error) console.warn("screen: the report was refused:", answer.error);
    if (answer.picture) sendPicture();
    if (answer.night) wish("night", performance.now());
    else if (state.wish && state.wish.why === "night") state.wish = null; // an alarm was opened meanwhile
  }

  // Somebody asked what this screen shows (assets/screen_picture.js).
  async function sendPicture() {
    if (state.isPicturing) return;
    state.isPicturing = true;
    try {
      const live = document.querySelector("[data-live-audience]");
      const whose = new URLSearchParams({ page: PAGE, audience: live ? live.dataset.liveAudience : "" });
      const answer = await fetch(`/live/picture?${whose}`, {
        method: "POST",
        headers: { "Content-Type": "image/jpeg" },
        body: await room.picture(),
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      });
      if (!answer.ok) throw new Error((await answer.json()).error);
    } catch (error) {
      console.warn("screen: its picture could not be sent", error);
    }
    state.isPicturing = false;
  }

  // --- the watchdog

  function beat(now) {
    const { pulseAge, currentAge } = room.road();
    const isPulsed = pulseAge !== null && pulseAge < 5000;
    const isVisible = document.visibilityState === "visible";
    if (!isVisible) state.paintedAt = now; // a hidden page gets no animation frame, and need not
    const isStarted = state.hasDrawn;
    state.worker.postMessage({ beat: { isStarted, isVisible, unpaintedMs: now - state.paintedAt, behindMs: isPulsed ? currentAge : 0 } });
    if (state.isPainting) return;
    state.isPainting = true;
    requestAnimationFrame(() => Object.assign(state, { isPainting: false, paintedAt: performance.now() }));
  }

  function onFreeze({ data: { why } }) {
    state.frozenAt = why === "thread" ? Infinity : performance.now(); // a thread that stood still told of it once
    wish(why, ageBefore(FREEZES)); // by this clock, a page is as old as its number
  }

  // --- the picture moves a little, so that no edge burns in

  function shift(now) {
    const { shiftPx, shiftMinutes } = state.care.dataset;
    const px = Number(shiftPx);
    if (!px) return;
    const step = Math.floor(now / (60000 * Number(shiftMinutes))) % 4;
    const [x, y] = [[0, 0], [px, 0], [px, px], [0, px]][step];
    const place = `${x}px ${y}px`;
    const wall = document.querySelector(".wall");
    if (wall && wall.style.translate !== place) wall.style.translate = place;
  }

  // --- each second

  function adopt(care) {
    state.care = care;
    if (!care || care.dataset.care !== "screen" || state.worker) return;
    state.paintedAt = performance.now();
    state.reportedAt = state.paintedAt - 1000 * Number(care.dataset.reportSeconds) + FIRST_REPORT_MS;
    state.worker = new Worker("/assets/screen_watchdog.js");
    state.worker.onmessage = onFreeze;
    state.worker.postMessage({ limit: 1000 * Number(care.dataset.frozenSeconds), path: "/live/report" });
  }

  function tick() {
    const care = document.querySelector("[data-care]");
    if (care !== state.care) adopt(care);
    if (!care) return;
    const now = performance.now();
    if (!document.querySelector("[data-live-audience]")) askRelease(now);
    if (care.dataset.care !== "screen") return;
    beat(now);
    reportIfDue(now);
    shift(now);
    leaveIfWished();
  }

  window.addEventListener("load", () => {
    document.addEventListener("liveroom:drawn", () => (state.hasDrawn = true));
    document.addEventListener("liveroom:pulse", ({ detail }) => hear(detail.release));
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-care-reload]")) location.reload();
    });
    setInterval(tick, TICK_MS);
  });
})();
