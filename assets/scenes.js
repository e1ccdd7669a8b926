/* Scenes in slow rotation: one is shown, the others take no room and no time.

   The page says all there is to know: a part names its scenes in `data-scene`, the deck says how long each stays.
   `?scene=name` pins one; a desk that steers this wall shows one, and may hold it. Nothing turns while a critical alarm
   is open or the connection is lost: what stands there then is the last that was known. */
(function () {
  "use strict";

  const WATCH_MS = 250;

  const room = (window.liveRoom = window.liveRoom || {});
  const state = { deck: null, names: [], place: 0, since: 0, held: "" };

  const pinned = () => new URLSearchParams(window.location.search).get("scene") || state.held;
  // An open critical alarm holds the scene: nothing turns away from what somebody looks at (assets/alarms.js).
  const isAlarmed = () => !!document.querySelector('[data-alarm-critical="true"]');
  const isLost = () => document.documentElement.dataset.connection === "lost";

  function adopt(deck) {
    state.deck = deck;
    state.names = [...deck.querySelectorAll("[data-scene-mark]")].map((mark) => mark.dataset.sceneMark);
    show(Math.max(0, state.names.indexOf(pinned())));
  }

  function show(place) {
    const name = state.names[place];
    state.place = place;
    state.since = performance.now();
    for (const part of document.querySelectorAll("[data-scene]")) {
      part.toggleAttribute("data-shown", part.dataset.scene.split(" ").includes(name));
    }
    for (const mark of state.deck.querySelectorAll("[data-scene-mark]")) {
      mark.toggleAttribute("data-shown", mark.dataset.sceneMark === name);
    }
    if (room.showMapLayers) room.showMapLayers();
  }

  // A desk shows a scene, for its turn or until it lets go; without one the scenes follow each other again.
  room.steerScene = (name, isHeld) => {
    const place = state.names.indexOf(name);
    if (place >= 0 && place !== state.place) show(place);
    state.held = isHeld ? state.names[state.place] : "";
  };

  // Dash mounts the page when it likes, and again when it likes.
  function watch() {
    const deck = document.querySelector("[data-scene-deck]");
    if (deck !== state.deck) {
      state.deck = null;
      if (deck) adopt(deck);
    }
    if (!state.deck || state.names.length < 2) return;
    if (state.names.includes(pinned())) return;
    const dwellMs = 1000 * Number(state.deck.dataset.dwellSeconds);
    if (isLost() || isAlarmed()) state.since = performance.now();
    else if (performance.now() - state.since >= dwellMs) show((state.place + 1) % state.names.length);
  }

  window.addEventListener("load", () => {
    watch();
    setInterval(watch, WATCH_MS);
  });
})();
