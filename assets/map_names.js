/* District names: each at its place, or at the nearest that is free of other names and of what needs a person. Where the
   map is so small that there is no place free of other names, a name is not drawn: two on one another tell neither. */
(function () {
  "use strict";

  const parts = ((window.liveRoom = window.liveRoom || {}).map = window.liveRoom.map || {});

  // Not far: a name further away would stand in another district.
  const DOWN = [0, -0.5, 0.5, -1, 1];
  const ASIDE = [0, -0.2, 0.2, -0.4, 0.4];
  const PLACES = DOWN.flatMap((down) => ASIDE.map((aside) => [aside, down]));

  // What is wrong with a place, in square ems; names over names and names cut off are worse than names under shapes.
  const OVER_NAME = 10;
  const CUT_OFF = 100;
  const WORTH_MOVING = 0.6; // what moves on a wall should mean something: a new place must be that much better

  // Boxes are read only when the map has moved; settling names among them then costs no layout.
  parts.measureNames = function (view) {
    const words = [...view.map.getPane(parts.paneName("names")).querySelectorAll("span")];
    words.forEach((word) => (word.style.transform = "translate(-50%, -50%)"));
    const frame = view.map.getContainer().getBoundingClientRect();
    view.names = words.map((word) => ({ word, box: moveBox(word.getBoundingClientRect(), -frame.left, -frame.top) }));
    view.names.sort((a, b) => a.box.top - b.box.top || a.box.left - b.box.left);
  };

  parts.settleNames = function (view, urgent) {
    const em = view.em;
    const size = view.map.getSize();
    const whole = { left: 0, top: 0, right: size.x, bottom: size.y };
    const frame = inset(whole, em / 2);
    const boxes = urgent.map(([x, y, reach]) => ({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach }));
    const names = [];
    const inks = [];
    let shapes = []; // those that a name could ever lie over
    const cost = (name, [aside, down]) => {
      const area = placed(name, aside, down);
      const over = (others) => others.reduce((sum, box) => sum + overlap(area, box), 0);
      const strain = OVER_NAME * over(names) + over(shapes) + CUT_OFF * em * outside(area, frame);
      return (8 * strain) / (em * em) + Math.hypot((aside * (name.box.right - name.box.left)) / em, 1.5 * down);
    };
    for (const name of view.names) {
      const all = inset(name.box, -Math.max(name.box.right - name.box.left, name.box.bottom - name.box.top));
      shapes = boxes.filter((box) => overlap(all, box) > 0);
      const costs = PLACES.map((place) => cost(name, place));
      const best = PLACES[costs.indexOf(Math.min(...costs))];
      if (!name.place || Math.min(...costs) < WORTH_MOVING * cost(name, name.place)) moveName(name, best);
      const area = placed(name, ...name.place);
      const ink = { ...area, top: area.top + 0.12 * em, bottom: area.bottom + 0.02 * em };
      const hasRoom = !inks.some((other) => overlap(ink, other) > 0) && !outside(ink, whole);
      name.word.style.visibility = hasRoom ? "" : "hidden";
      if (!hasRoom) continue;
      names.push(inset(area, -em / 4));
      inks.push(ink);
    }
  };

  function moveName(name, place) {
    name.place = place;
    name.word.style.transform = `translate(${100 * place[0] - 50}%, ${100 * place[1] - 50}%)`;
  }

  function placed({ box }, aside, down) {
    return moveBox(box, aside * (box.right - box.left), down * (box.bottom - box.top));
  }

  function moveBox(box, dx, dy) {
    return { left: box.left + dx, right: box.right + dx, top: box.top + dy, bottom: box.bottom + dy };
  }

  function inset(box, by) {
    return { left: box.left + by, right: box.right - by, top: box.top + by, bottom: box.bottom - by };
  }

  function overlap(a, b) {
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return width > 0 && height > 0 ? width * height : 0;
  }

  function outside(area, frame) {
    return Math.max(0, frame.left - area.left) + Math.max(0, area.right - frame.right)
      + Math.max(0, frame.top - area.top) + Math.max(0, area.bottom - frame.bottom);
  }
})();
