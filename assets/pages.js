/* Lists that are longer than their box turn their pages; nothing is ever drawn smaller to fit.

   A list's style says how high a row is at least, in rows of text (`--row-min`). Rows beyond what fits are marked
   `data-paged-out`, and the heading says which page is shown. */
(function () {
  "use strict";

  const LOOK_MS = 1000;
  const LISTS = ".facts, .agency-rows, .bar-rows, .queue-table, .hotspot-rows, .index-rows, .times";
  const HEADS = ".queue-head, .agency-axis, .times-head";
  const BOARD = ".board";
  const VACANT = ".is-vacant";
  const ABSENT = `.is-absent, ${VACANT}`;

  const room = (window.liveRoom = window.liveRoom || {});
  const state = { since: 0, dwellMs: 30000 };

  room.turnPages = (dwellMs) => {
    Object.assign(state, { since: performance.now(), dwellMs });
    look();
  };

  room.fitLists = look;

  function look() {
    const wall = document.querySelector(".wall");
    if (!wall) return;
    const em = parseFloat(getComputedStyle(wall).fontSize);
    const leastMs = 1000 * Number((document.querySelector("[data-page-seconds]") || { dataset: {} }).dataset.pageSeconds || 8);
    for (const list of wall.querySelectorAll(LISTS)) {
      if (list.clientHeight && !list.closest(".ageing")) turn(list, em, leastMs);
    }
  }

  function turn(list, em, leastMs) {
    const children = [...list.children];
    const rows = children.filter((row) => !row.matches(HEADS) && !row.matches(ABSENT));
    const heads = children.filter((row) => row.matches(HEADS)).length;
    const least = em * parseFloat(getComputedStyle(list).getPropertyValue("--row-min"));
    keepHeight(list, list.closest(BOARD) ? rows.length + heads : children.length, least);
    const fits = isTall(list) ? rows.length : Math.max(1, Math.floor((list.clientHeight + 1) / least) - heads);
    const pages = Math.max(1, Math.ceil(rows.length / fits));
    const stayMs = Math.max(leastMs, state.dwellMs / pages);
    const page = Math.floor((performance.now() - state.since) / stayMs) % pages;
    rows.forEach((row, i) => row.toggleAttribute("data-paged-out", Math.floor(i / fits) !== page));
    const vacant = children.filter((row) => row.matches(VACANT));
    vacant.forEach((row, i) => row.toggleAttribute("data-paged-out", i >= Math.max(0, fits - rows.length)));
    const height = list.clientHeight;
    mark(list, pages > 1 ? `${page + 1}/${pages}` : "");
    if (list.clientHeight < height) turn(list, em, leastMs); // the heading took a line for it
  }

  // A row is as high as if every row of the list were there, or as many as fit: none moves when another comes or goes.
  // A board has slots for more than it ever shows: with another number of rows it is another picture.
  function keepHeight(list, slots, least) {
    const share = list.clientHeight / Math.min(slots, Math.max(1, Math.floor((list.clientHeight + 1) / least)));
    const row = isTall(list) ? "1 1 0" : `0 0 ${share.toFixed(2)}px`;
    const before = list.style.getPropertyValue("--row");
    if (before === row) return;
    const set = () => list.style.setProperty("--row", row);
    if (before && room.still) room.still(set, [list]);
    else set();
  }

  // Held upright, panels are as high as what is in them.
  const isTall = (list) => getComputedStyle(list.closest(".cell") || list).containerType === "inline-size";

  function mark(list, words) {
    const panel = list.closest(".panel");
    const heading = panel && panel.querySelector("h2");
    if (!heading || panel.querySelector(LISTS) !== list) return; // the first list of a panel is its longest
    if (!words) delete heading.dataset.page;
    else if (heading.dataset.page !== words) heading.dataset.page = words;
  }

  window.addEventListener("load", () => setInterval(look, LOOK_MS));
})();
