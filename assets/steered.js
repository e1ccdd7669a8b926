/* A wall that is steered: it shows what a desk asks for, says who drives, and returns to itself when nobody does.

   The server sends a name and a place, never a ticket; whose picture the wall may ask for is decided there too, and this
   file only asks for it. */
(function () {
  "use strict";

  const WATCH_MS = 250;

  const room = (window.liveRoom = window.liveRoom || {});
  const state = { told: null, page: null, wish: null };
  const find = (mark) => document.querySelector(`[data-${mark}]`);

  function take(told) {
    state.told = told;
    apply();
  }

  function apply() {
    const page = document.querySelector(".wall[data-live-audience]");
    state.page = page;
    if (!page || !state.told) return;
    const { scene, pinned, driver, since, focus, layers, indicator, audience, at } = state.told;
    if (page.dataset.liveAudience !== audience) page.dataset.liveAudience = audience;
    markAudience(audience);
    if (room.steerScene) room.steerScene(scene, pinned);
    sayDriver(driver, since, focus);
    steerMap(focus, layers, indicator);
    showMinute(page, at, audience);
    markNames(focus);
  }

  // What strangers are told alone, and what staff has alone: a wall that is put into staff mode is the same page.
  function markAudience(audience) {
    const isGuests = audience === "wall-guest";
    for (const mark of document.querySelectorAll("[data-of-guests]")) mark.hidden = !isGuests;
    for (const mark of document.querySelectorAll("[data-of-staff]")) mark.hidden = isGuests;
  }

  // The map is asked once for each change: whoever looks at it meanwhile is not sent back. A map that Dash has not
  // mounted yet is asked again.
  function steerMap(focus, layers, indicator) {
    const wish = JSON.stringify([focus, layers, indicator]);
    const map = room.map;
    if (wish === state.wish || !map || !map.focus || !map.view()) return;
    state.wish = wish;
    map.layers(layers.length ? layers : null);
    if (indicator) map.indicator(indicator);
    const frame = document.querySelector("[data-map-bounds]");
    const [[south, west], [north, east]] = JSON.parse(frame.dataset.mapBounds);
    map.focus(wishOf(focus) || { bounds: [south, west, north, east] });
  }

  const CLOSE_DEGREES = 0.008; // around a single place, some 900 m: a guest's place is coarse

  function wishOf(focus) {
    if (!focus) return null;
    if (focus.kind === "district") return { district: focus.code };
    if (focus.lat === undefined || focus.lat === null) return null;
    const { lat, lon } = focus;
    return { bounds: [lat - CLOSE_DEGREES, lon - CLOSE_DEGREES, lat + CLOSE_DEGREES, lon + CLOSE_DEGREES] };
  }

  function sayDriver(driver, since, focus) {
    const shown = find("steered");
    if (!shown) return;
    const words = driver ? shown.dataset.words.replace("{name}", driver).replace("{time}", since) : "";
    const minute = state.told.minute ? shown.dataset.past.replace("{time}", state.told.minute) : "";
    const text = [minute, words, focus && focus.name].filter(Boolean).join(" · ");
    if (shown.textContent !== text) shown.textContent = text;
    shown.classList.toggle("is-absent", !driver);
  }

  // A minute of the past stands still over the live picture; the mark of who drives says which minute it is.
  function showMinute(page, at, audience) {
    page.toggleAttribute("data-past-minute", !!at);
    const isPast = page.dataset.livePaused === "true";
    if (!at && !isPast) return;
    if (!at) {
      delete page.dataset.livePaused;
      if (room.askWhole) room.askWhole();
      return;
    }
    page.dataset.livePaused = "true";
    const query = new URLSearchParams({ at: new Date(at).toISOString(), known: "then", audience });
    fetch("/live/past?" + query, { cache: "no-store" })
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
      .then((answer) => answer.frame && state.told.at === at && room.drawPast(answer.frame))
      .catch((error) => console.error("the past minute could not be drawn", error));
  }

  // A row that bears the name of what is looked at is marked, wherever it stands.
  function markNames(focus) {
    for (const marked of document.querySelectorAll(".is-focused")) marked.classList.remove("is-focused");
    if (!focus || focus.kind === "case") return;
    for (const element of document.querySelectorAll(".wall .panel span, .wall .panel b")) {
      if (!element.firstElementChild && element.textContent === focus.name) element.classList.add("is-focused");
    }
  }

  // A picture that it may no longer ask for is given up for that of strangers, which it always may.
  function giveUp() {
    const page = document.querySelector(".wall[data-live-audience]");
    if (page && page.dataset.liveAudience !== "wall-guest") page.dataset.liveAudience = "wall-guest";
    markAudience("wall-guest");
  }

  document.addEventListener("liveroom:steer", (event) => take(event.detail));
  document.addEventListener("liveroom:refused", giveUp);
  document.addEventListener("liveroom:drawn", () => state.told && markNames(state.told.focus));
  // Dash mounts the page when it likes, and what was told before is shown then.
  window.addEventListener("load", () =>
    setInterval(() => {
      if (document.querySelector(".wall[data-live-audience]") !== state.page) state.wish = null;
      if (state.page && state.told && state.wish) return;
      apply();
    }, WATCH_MS),
  );
})();
