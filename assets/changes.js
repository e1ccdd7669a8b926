/* Values change in place: what changed is marked for some seconds beside itself, and nothing moves.

   What a scene hides is not marked, nor is the first picture of a page. */
(function () {
  "use strict";

  const MARKED_MS = 4000;
  const SETTLED_MS = 3000; // after the page was opened
  const TILES = ".headline, .gauge, .fact, .brief > div, .queue, .agency, .unit-row, .bar-row, .hotspot, .ladder";

  const marked = new Map();
  let openedAt = Infinity;

  function note(changes) {
    if (performance.now() - openedAt < SETTLED_MS) return;
    for (const { target, oldValue } of changes) {
      const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
      const tile = element && element.closest(TILES);
      if (!tile || !tile.offsetParent || (oldValue !== null && oldValue === target.data)) continue;
      clearTimeout(marked.get(tile));
      tile.dataset.changed = "";
      marked.set(tile, setTimeout(() => forget(tile), MARKED_MS));
    }
  }

  function forget(tile) {
    delete tile.dataset.changed;
    marked.delete(tile);
  }

  const observer = new MutationObserver(note);
  let stage = null;

  // Dash mounts the page when it likes, and again when it likes.
  function watch() {
    const found = document.querySelector(".stage");
    if (found === stage) return;
    observer.disconnect();
    stage = found;
    openedAt = performance.now();
    if (stage) observer.observe(stage, { subtree: true, characterData: true, characterDataOldValue: true, childList: true });
  }

  window.addEventListener("load", () => setInterval(watch, 500));
})();
