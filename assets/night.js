/* A screen is dimmed at night, by the city's clock, over half an hour: nobody sees it jump. */
(function () {
  "use strict";

  const RAMP_MINUTES = 30;
  const DAY_MINUTES = 24 * 60;
  const LOOK_MS = 1000;

  const minutes = (words) => Number(words.slice(0, 2)) * 60 + Number(words.slice(3, 5));

  // How far the night has come, 0 by day to 1: rising from its beginning on, falling before its end.
  function depth(now, begins, ends) {
    const since = (now - begins + DAY_MINUTES) % DAY_MINUTES;
    const length = (ends - begins + DAY_MINUTES) % DAY_MINUTES;
    if (since >= length) return 0;
    return Math.min(1, since / RAMP_MINUTES, (length - since) / RAMP_MINUTES);
  }

  function look() {
    const wall = document.querySelector("[data-night-begins]");
    const now = window.liveRoom && window.liveRoom.cityNow && window.liveRoom.cityNow();
    if (!wall || !now) return;
    const { nightBegins, nightEnds, nightLevel, timeZone } = wall.dataset;
    const clock = new Date(now).toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
    const dark = depth(minutes(clock), minutes(nightBegins), minutes(nightEnds));
    const level = (1 - dark * (1 - Number(nightLevel))).toFixed(3);
    if (wall.style.getPropertyValue("--brightness") !== level) wall.style.setProperty("--brightness", level);
  }

  window.addEventListener("load", () => setInterval(look, LOOK_MS));
})();
