/* Scenes in slow rotation: one part of one scene is shown, the others take no room and no time.

   The page says all there is to know: a cell names its parts in `data-scene`, a mark of the deck has a part's grid, title
   and time. `?scene=name` pins a scene with all its parts, `?scene=name-2` one part; a desk that steers this wall shows a
   scene, and may hold it. Nothing turns while the connection is lost or a critical alarm is open; a new critical case
   turns the wall to its scene for a while; in a crisis the scenes of the crisis come first. */
(function () {
  "use strict";

  const WATCH_MS = 250;

  const room = (window.liveRoom = window.liveRoom || {});
  const state = { deck: null, all: [], order: [], name: null, since: 0, crisis: false, seen: null, back: null, held: "", turns: 0 };

  const asked = () => new URLSearchParams(window.location.search).get("scene") || state.held;

  // An open critical alarm holds the scene: nothing turns away from what somebody looks at (assets/alarms.js).
  const isAlarmed = () => !!document.querySelector('[data-alarm-critical="true"]');
  const isLost = () => document.documentElement.dataset.connection === "lost";

  function adopt(deck) {
    state.deck = deck;
    state.all = [...deck.querySelectorAll("[data-scene-mark]")].map((mark) => ({ mark, ...mark.dataset }));
    Object.assign(state, { crisis: false, seen: null, back: null });
    arrange();
    if (state.order.length) show(state.order[0]);
    showInItsFont(deck.closest(".wall"));
  }

  // Words that were first drawn in another font would move when theirs comes. Without it they are drawn all the same.
  function showInItsFont(wall) {
    const seen = () => (wall.dataset.seen = "");
    document.fonts.load('500 1em "Inter"').then(seen, seen);
  }

  // The parts that are shown in turn: the pinned ones, or all, those of a crisis first.
  function arrange() {
    const pinned = state.all.filter((part) => part.sceneOf === asked() || part.sceneMark === asked());
    const first = state.crisis ? state.deck.dataset.crisisScenes.split(" ") : [];
    const rank = (part) => (first.includes(part.sceneOf) ? first.indexOf(part.sceneOf) : first.length);
    const sorted = [...state.all].sort((a, b) => rank(a) - rank(b));
    state.order = pinned.length ? pinned : sorted;
  }

  const show = (part) => still(() => turnTo(part));

  function turnTo(part) {
    state.name = part.sceneMark;
    state.since = performance.now();
    document.querySelector(".stage").style.gridTemplate = part.grid;
    for (const cell of document.querySelectorAll("[data-scene]")) {
      cell.toggleAttribute("data-shown", cell.dataset.scene.split(" ").includes(state.name));
    }
    for (const { mark } of state.all) mark.toggleAttribute("data-shown", mark.dataset.sceneMark === state.name);
    const title = document.querySelector("[data-scene-title-here]");
    if (title) title.textContent = part.sceneTitle;
    if (room.turnPages) room.turnPages(1000 * Number(part.dwellSeconds));
    if (room.showMapLayers) room.showMapLayers();
  }

  // Whatever stands there before and after, in another place, is out of sight for the one frame in between: one picture
  // follows another, and nothing is seen to move. `also` are parts that change within themselves. The first animation
  // frame to come is painted with the change, so it ends in the second.
  const PARTS = ".stage, [data-scene][data-shown]";
  const boxOf = (part) => JSON.stringify(part.getBoundingClientRect());

  function still(change, also = []) {
    const seen = [...document.querySelectorAll(PARTS)].map((part) => [part, boxOf(part)]);
    change();
    const moved = seen.filter(([part, box]) => part.matches(PARTS) && boxOf(part) !== box).map(([part]) => part);
    const unseen = [...moved, ...also];
    const turn = String((state.turns += 1));
    for (const part of unseen) part.dataset.turning = turn;
    const isLast = (part) => part.dataset.turning === turn; // else it changed once more meanwhile, and is seen after that
    const end = () => unseen.filter(isLast).forEach((part) => delete part.dataset.turning);
    requestAnimationFrame(() => requestAnimationFrame(end));
  }

  room.still = still;

  const place = () => state.order.findIndex((part) => part.sceneMark === state.name);

  function next() {
    if (state.order.length > 1) show(state.order[(place() + 1) % state.order.length]);
    else state.since = performance.now();
  }

  // --- the city's status: from a level on, what belongs to the crisis is shown first

  function heedStatus() {
    const told = document.querySelector("[data-city-level]");
    const crisis = !!told && Number(told.dataset.cityLevel) >= Number(state.deck.dataset.crisisFrom);
    if (crisis === state.crisis) return;
    state.crisis = crisis;
    arrange();
    still(() => {
      document.querySelector(".wall").toggleAttribute("data-crisis", crisis);
      if (crisis && !asked()) turnTo(state.order[0]);
      else if (room.fitLists) room.fitLists();
    });
  }

  // --- the spotlight: a case that was not there before; what stands there when the page opens is no news

  function heedCase() {
    const told = document.querySelector("[data-spotlight-case]");
    if (!told) return; // before the first frame
    const { spotlightCase, spotlightPanel } = told.dataset;
    if (state.seen && spotlightCase && !state.seen.has(spotlightCase) && !asked()) spotlight(spotlightPanel);
    state.seen = (state.seen || new Set()).add(spotlightCase);
  }

  // The first part that shows the panel, in the order of the deck.
  function spotlight(panel) {
    const part = state.order.find((one) => one.grid.split(/[" ]+/).includes(panel));
    if (!part || !state.name) return;
    const until = performance.now() + 1000 * Number(state.deck.dataset.spotlightSeconds);
    state.back = { name: state.back ? state.back.name : state.name, until };
    if (part.sceneMark !== state.name) show(part);
  }

  function comeBack() {
    const part = state.all.find((one) => one.sceneMark === state.back.name);
    state.back = null;
    if (part) show(part);
  }

  // --- a desk: it shows a scene for its turn, or until it lets go; without one the scenes follow each other again

  room.steerScene = (name, isHeld) => {
    const here = state.all.find((part) => part.sceneMark === state.name);
    const wanted = state.all.find((part) => part.sceneOf === name) || here;
    const held = isHeld && wanted ? wanted.sceneOf : "";
    if (held !== state.held) {
      state.held = held;
      if (state.deck) arrange();
    }
    if (wanted && here && wanted.sceneOf !== here.sceneOf) show(wanted);
  };

  // --- turning

  // Dash mounts the page when it likes, and again when it likes.
  function watch() {
    const deck = document.querySelector("[data-scene-deck]");
    if (deck !== state.deck) {
      state.deck = null;
      if (deck) adopt(deck);
    }
    if (!state.deck || !state.order.length) return;
    heedStatus();
    heedCase();
    if (isLost() || isAlarmed()) state.since = performance.now();
    else if (state.back) performance.now() >= state.back.until && comeBack();
    else turn();
  }

  function turn() {
    const part = state.order[place()];
    const dwellMs = 1000 * Number(part ? part.mark.dataset.dwellSeconds : 0);
    if (performance.now() - state.since >= dwellMs) next();
  }

  window.addEventListener("load", () => {
    watch();
    setInterval(watch, WATCH_MS);
  });
})();
