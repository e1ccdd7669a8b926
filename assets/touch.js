/* What a hand does on a screen that is held: a number opens its definition, the map grows, the picture is held still,
   and the bar under the thumb tells where one is.

   Nothing here knows a component: the server marks what explains, closes, enlarges, pauses and follows, and says what
   with. */
(function () {
  "use strict";

  // --- definitions: one sheet holds them all

  function explain(name) {
    const sheet = document.querySelector("[data-definitions]");
    const wanted = name && sheet && sheet.querySelector(`[data-definition="${CSS.escape(name)}"]`);
    if (!wanted) return;
    for (const article of sheet.querySelectorAll("[data-definition]")) article.hidden = article !== wanted;
    if (!sheet.open) sheet.showModal();
    sheet.scrollTop = 0;
  }

  // A touch beside the sheet falls on the dialog itself, whose content fills it.
  const isBeside = (event) => event.target.matches("[data-definitions]");

  const closeSheet = (element) => element.closest("dialog").close();

  // --- the map: small, it leaves one finger to the page; large, it takes it. A mouse moves it at any size.

  const maps = new Map();

  function adopt() {
    maps.set(this.getContainer(), this);
    if (matchMedia("(pointer: fine)").matches) this.dragging.enable();
    this.on("unload", () => maps.delete(this.getContainer()));
  }

  function enlarge(button) {
    const card = button.closest("section");
    const isLarge = card.classList.toggle("is-large");
    button.setAttribute("aria-pressed", String(isLarge));
    document.documentElement.classList.toggle("has-large", isLarge);
    for (const [box, map] of maps) {
      if (!card.contains(box)) continue;
      const isMoved = isLarge || matchMedia("(pointer: fine)").matches;
      map.dragging[isMoved ? "enable" : "disable"]();
      map.scrollWheelZoom[isLarge ? "enable" : "disable"]();
    }
  }

  // --- the pause: the live channel goes on listening, and draws nothing

  function pause(button) {
    const page = button.closest("[data-live-audience]");
    const isPaused = page.dataset.livePaused !== "true";
    page.dataset.livePaused = String(isPaused);
    button.setAttribute("aria-pressed", String(isPaused));
  }

  // --- the bar under the thumb: of the sections it leads to, the lowest that has come up to the upper part of the window

  const UPPER_PART = 0.4;

  function follow() {
    const links = [...document.querySelectorAll("[data-follows] a")];
    if (!links.length) return;
    const end = document.documentElement.scrollHeight - innerHeight;
    const tops = links.map((link) => {
      const section = document.querySelector(link.getAttribute("href"));
      return section ? section.getBoundingClientRect().top : Infinity;
    });
    const reached = tops.filter((top) => top <= UPPER_PART * innerHeight || scrollY >= end - 1);
    const here = Math.max(0, tops.indexOf(Math.max(...reached)));
    links.forEach((link, place) => {
      if (place === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }

  let isFollowing = false;

  document.addEventListener("scroll", () => {
    if (isFollowing) return;
    isFollowing = true;
    requestAnimationFrame(() => {
      isFollowing = false;
      follow();
    });
  }, { passive: true });

  const DEEDS = [
    ["[data-explains]", (element) => explain(element.dataset.explains)],
    ["[data-closes]", closeSheet],
    ["[data-enlarges]", enlarge],
    ["[data-pauses]", pause],
  ];

  document.addEventListener("click", (event) => {
    if (isBeside(event)) return closeSheet(event.target);
    for (const [selector, act] of DEEDS) {
      const element = event.target.closest(selector);
      if (element) return act(element);
    }
  });

  document.addEventListener("keydown", (event) => {
    const large = document.querySelector("section.is-large [data-enlarges]");
    if (event.key === "Escape" && large) enlarge(large);
  });

  // dash-leaflet's bundle puts Leaflet on window before this file runs.
  if (window.L && window.L.Map) window.L.Map.addInitHook(adopt);
})();
