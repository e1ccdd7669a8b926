/* What a frame tells the map beside its points: colours of wards, evidence, trails, and where to look.

   It stands as JSON in the `data-value` of unseen parts beside the map; whoever sets them (a frame, a callback) turns the
   map. `liveRoom.map.focus`, `.layers` and `.indicator` do the same by hand. */
(function () {
  "use strict";

  const room = (window.liveRoom = window.liveRoom || {});
  const parts = (room.map = room.map || {});

  const UNKNOWN = "u";
  const HATCH = "live-room-hatch";
  const FIRST_INDICATOR = "open";
  const EARTH_M = 40075016.686; // the length of the equator
  const TRAIL_ALPHA = [0.12, 0.55]; // of the oldest and of the newest piece

  const wards = new Map(); // index -> Leaflet's layer
  const districts = new Map(); // code -> Leaflet's layer

  // --- functions that dash-leaflet calls, by their names on window

  function adopt(context) {
    if (context && context.map) parts.adopt(context.map);
  }

  room.wardStyle = function (feature, context) {
    adopt(context);
    return { className: "ward", interactive: false };
  };

  room.onWard = function (feature, layer) {
    wards.set(feature.properties.index, layer);
    layer.on("add", () => parts.view() && parts.view().areas && parts.view().areas.paint());
  };

  room.districtStyle = function (feature, context) {
    adopt(context);
    return { className: "district", pane: parts.paneName("districts"), fill: false, interactive: false };
  };

  room.onDistrict = function (feature, layer) {
    districts.set(feature.properties.code, layer);
  };

  room.districtName = function (feature, latlng, context) {
    adopt(context);
    const word = document.createElement("span");
    word.textContent = feature.properties.name;
    const icon = window.L.divIcon({ className: "district-name", html: word, iconSize: [0, 0] });
    const marker = window.L.marker(latlng, { icon, pane: parts.paneName("names"), interactive: false, keyboard: false });
    marker.on("add", () => parts.view() && parts.view().moved());
    return marker;
  };

  // --- what is told

  class Areas {
    constructor(view) {
      this.view = view;
      this.indicator = FIRST_INDICATOR;
      this.wanted = FIRST_INDICATOR; // the one to be shown as soon as its colours have come
      this.colours = new Map(); // indicator -> { steps, labels }
      this.numbers = new Map(); // code of a district -> its facts and wards
      this.sites = {};
      this.evidence = new Map(); // key of a point -> why it is there
      this.trails = [];
      this.wish = null; // the number of the last wish that was followed
      this.pending = null; // where to look, until what lies there has come
      this.chosen = ""; // the district that is looked at
      this.observer = new MutationObserver((changes) => this.take(changes.map((change) => change.target)));
    }

    begin() {
      const { view } = this;
      if (!view.frame) return;
      const told = { attributes: true, subtree: true, attributeFilter: ["data-value"] };
      this.observer.observe(view.frame, told);
      this.take([...view.frame.querySelectorAll("[data-map-told]")]);
    }

    take(elements) {
      for (const element of new Set(elements)) {
        const { mapTold, value } = element.dataset;
        const reader = READERS[mapTold];
        if (!reader || !value) continue;
        try {
          reader(this, JSON.parse(value), element.dataset);
        } catch (error) {
          console.error(`map: what is told of ${mapTold} could not be read`, error);
        }
      }
    }

    close() {
      this.observer.disconnect();
    }

    // --- colours of wards

    show(indicator) {
      this.wanted = indicator;
      this.follow();
    }

    follow() {
      if (this.colours.has(this.wanted)) this.indicator = this.wanted;
      this.paint();
      this.tellLegend();
    }

    paint() {
      const told = this.colours.get(this.indicator);
      if (!told) return;
      hatchIn(this.view.map.getPane("overlayPane").querySelector("svg"));
      for (const [index, layer] of wards) {
        const path = layer.getElement();
        if (!path) continue;
        const step = told.steps[index] || UNKNOWN;
        if (path.dataset.step !== step) {
          path.dataset.step = step;
          path.style.fill = step === UNKNOWN ? `url(#${HATCH})` : "";
        }
        const isAside = this.chosen && districtOf(this.view, index) !== this.chosen;
        path.toggleAttribute("data-aside", Boolean(isAside));
      }
      for (const [code, layer] of districts) {
        const path = layer.getElement();
        if (!path) continue;
        path.toggleAttribute("data-chosen", code === this.chosen);
        if (code === this.chosen && path.nextSibling) layer.bringToFront();
      }
      const { pending } = this;
      this.pending = null;
      if (pending && !parts.focus(pending)) this.pending = pending;
    }

    // The legend of the page says what the colours mean, wherever it stands beside the map.
    tellLegend() {
      const told = this.colours.get(this.indicator);
      const page = this.view.box.closest("main");
      if (!told || !page) return;
      const titles = [...page.querySelectorAll("[data-map-title]")];
      const classes = [...page.querySelectorAll("[data-map-class]")];
      const said = [
        ...titles.map((element) => [element, JSON.parse(element.dataset.mapTitle)[this.indicator] || ""]),
        ...classes.map((element) => [element, told.labels[Number(element.dataset.mapClass)] || ""]),
      ].filter(([element, words]) => element.textContent !== words);
      const unknowns = [...page.querySelectorAll("[data-map-unknown]")];
      const isKnown = !told.steps.includes(UNKNOWN);
      if (!said.length && unknowns.every((one) => one.classList.contains("is-absent") === isKnown)) return;
      // Other classes are another legend.
      const still = (window.liveRoom || {}).still || ((change) => change());
      still(() => {
        for (const [element, words] of said) element.textContent = words;
        for (const element of unknowns) element.classList.toggle("is-absent", isKnown);
      }, page.querySelectorAll(".legend-row:has(> .step)"));
    }

    // --- trails, outlines and labels, drawn with the points

    hasTrails() {
      return this.trails.length > 0;
    }

    drawTrails(ctx) {
      const { view } = this;
      ctx.save();
      ctx.strokeStyle = view.colour("ink");
      ctx.lineWidth = 0.09 * view.em * view.ratio;
      ctx.lineCap = "round";
      for (const trail of this.trails) {
        const pieces = trail.length / 2 - 1;
        for (let i = 0; i < pieces; i++) {
          ctx.globalAlpha = TRAIL_ALPHA[0] + ((TRAIL_ALPHA[1] - TRAIL_ALPHA[0]) * (i + 1)) / pieces;
          ctx.beginPath();
          ctx.moveTo(...this.pixel(trail[2 * i], trail[2 * i + 1]));
          ctx.lineTo(...this.pixel(trail[2 * i + 2], trail[2 * i + 3]));
          ctx.stroke();
        }
      }
      ctx.restore();
    }

    pixel(lat, lon) {
      const { x, y } = this.view.map.project([lat, lon], this.view.map.getZoom());
      return [(x - this.view.origin.x) * this.view.ratio, (y - this.view.origin.y) * this.view.ratio];
    }

    incidents(layer) {
      if (!layer) return [];
      return [...layer.points.values()]
        .map((point) => ({ point, why: this.evidence.get(point.key) }))
        .filter(({ why }) => why && why.label);
    }

    drawOutlines(ctx, layer) {
      const { view } = this;
      ctx.save();
      ctx.setLineDash([0.35 * view.em * view.ratio, 0.3 * view.em * view.ratio]);
      for (const { point, why } of this.incidents(layer)) {
        const metres = (EARTH_M * Math.cos((point.place.lat * Math.PI) / 180)) / (256 * view.zoomed);
        const [x, y] = view.position(point);
        for (const [width, name] of [[0.22, "ground"], [0.09, "warning"]]) {
          ctx.beginPath();
          ctx.arc(x * view.ratio, y * view.ratio, (why.radius / metres) * view.ratio, 0, 2 * Math.PI);
          ctx.lineWidth = width * view.em * view.ratio;
          ctx.strokeStyle = view.colour(name);
          ctx.stroke();
        }
      }
      ctx.restore();
    }

    // Nobody can touch a wall: what proves an incident stands beside it. Returned are the places that names should heed.
    drawLabels(ctx, layer) {
      const { view } = this;
      const heeded = [];
      const em = view.em * view.ratio;
      ctx.save();
      ctx.font = `500 ${em}px Inter, "Noto Sans", sans-serif`;
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      for (const { point, why } of this.incidents(layer)) {
        const [x, y] = view.position(point).map((at) => at * view.ratio);
        const gap = (parts.SIZE.incident / 2 + 0.2) * em;
        const width = ctx.measureText(why.label).width;
        const isLeft = x + gap + width > ctx.canvas.width;
        for (let at = em / 2; at < width; at += em) {
          heeded.push([(isLeft ? x - gap - at : x + gap + at) / view.ratio, y / view.ratio, 0.6 * view.em]);
        }
        ctx.textAlign = isLeft ? "right" : "left";
        ctx.lineWidth = 0.24 * em;
        ctx.strokeStyle = view.colour("ground");
        ctx.strokeText(why.label, isLeft ? x - gap : x + gap, y);
        ctx.fillStyle = view.colour("warning");
        ctx.fillText(why.label, isLeft ? x - gap : x + gap, y);
      }
      ctx.restore();
      return heeded;
    }

    // --- where to look

    choose(code) {
      this.chosen = code;
      this.paint();
    }

    cornersOfDistrict(code) {
      const layer = districts.get(code);
      return layer ? layer.getBounds() : null;
    }

    cornersOfWard(index) {
      const layer = wards.get(index);
      return layer ? layer.getBounds() : null;
    }

    // The ward at a place, by its index; -1 outside of all.
    wardAt({ lat, lng }) {
      for (const [index, layer] of wards) {
        if (layer.getBounds().contains([lat, lng]) && isInside(layer.feature.geometry, lng, lat)) return index;
      }
      return -1;
    }
  }

  const READERS = {
    indicator: (areas, told, { mapIndicator }) => {
      areas.colours.set(mapIndicator, told);
      if ([areas.wanted, areas.indicator].includes(mapIndicator)) areas.follow();
    },
    area: (areas, told, { mapArea }) => {
      areas.numbers.set(mapArea, told);
      if (areas.view.controls) areas.view.controls.refresh(mapArea);
    },
    sites: (areas, told) => {
      areas.sites = told;
    },
    evidence: (areas, told) => {
      areas.evidence = new Map(told.map((why) => [why.key, why]));
      areas.view.redraw();
    },
    trails: (areas, told) => {
      areas.trails = told;
      if (areas.view.draws.has("crews")) areas.view.moved();
    },
    steering: (areas, told) => {
      if (told.n === areas.wish) return;
      areas.wish = told.n;
      if (told.indicator) parts.indicator(told.indicator);
      if (told.layers) parts.layers(told.layers);
      if (told.focus && !parts.focus(told.focus)) areas.pending = told.focus;
    },
  };

  parts.watchAreas = (view) => new Areas(view);

  // --- steering: one of { district, ward, site, case, bounds }, codes as the city has them

  const CLOSE_DEGREES = 0.004; // around a single place, some 450 m

  parts.focus = function (wish) {
    const view = parts.view();
    if (!view || !view.areas) return false;
    const [[kind, value]] = Object.entries(wish);
    const corners = CORNERS[kind] && CORNERS[kind](view, value);
    if (!corners) return false;
    view.areas.choose(kind === "district" ? value : "");
    view.lookAt(corners);
    return true;
  };

  parts.layers = function (names) {
    const view = parts.view();
    if (!view) return;
    view.chosen = names === null ? null : new Set(names);
    view.choose();
    if (view.controls) view.controls.keep();
  };

  parts.indicator = function (name) {
    const view = parts.view();
    if (!view || !view.areas) return;
    view.areas.show(name);
    if (view.controls) view.controls.keep();
  };

  const around = (parts.around = ({ lat, lon }) => [
    [lat - CLOSE_DEGREES, lon - CLOSE_DEGREES],
    [lat + CLOSE_DEGREES, lon + CLOSE_DEGREES],
  ]);
  const pointOf = (name, key) => {
    const layer = parts.layer(name);
    const point = layer && layer.points.get(key);
    return point && around(point.place);
  };

  const CORNERS = {
    district: (view, code) => view.areas.cornersOfDistrict(code),
    ward: (view, code) => view.areas.cornersOfWard(codes(view).wards.indexOf(code)),
    site: (view, code) => pointOf("sites", codes(view).sites.indexOf(code) + 1),
    case: (view, key) => pointOf("complaints", key),
    bounds: (view, [south, west, north, east]) => [[south, west], [north, east]],
  };

  const codes = (view) => JSON.parse(view.frame.dataset.mapCodes);
  const districtOf = (view, index) => codesOnce(view).districts[index];

  function codesOnce(view) {
    if (!view.codes) view.codes = codes(view);
    return view.codes;
  }

  // --- geometry

  function isInside({ type, coordinates }, lon, lat) {
    const polygons = type === "Polygon" ? [coordinates] : coordinates;
    return polygons.some(([outer, ...holes]) => isInRing(outer, lon, lat) && !holes.some((hole) => isInRing(hole, lon, lat)));
  }

  function isInRing(ring, lon, lat) {
    let isIn = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[x, y], [before, above]] = [ring[i], ring[j]];
      if (y > lat !== above > lat && lon < ((before - x) * (lat - y)) / (above - y) + x) isIn = !isIn;
    }
    return isIn;
  }

  // Hatched is what nobody knows: never the colour of a class.
  function hatchIn(svg) {
    if (!svg || svg.querySelector("#" + HATCH)) return;
    const make = (name, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      return element;
    };
    const pattern = make("pattern", {
      ...{ id: HATCH, width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    });
    pattern.append(
      make("rect", { width: 8, height: 8, class: "hatch-ground" }),
      make("line", { x1: 0, y1: 0, x2: 0, y2: 8, class: "hatch-line" })
    );
    const defs = make("defs", {});
    defs.append(pattern);
    svg.prepend(defs);
  }

  // --- density, in one hue: how many complaints lie around a place, of those that this screen may see

  const COARSE = 8; // CSS pixels to a cell
  const BLUR = 3; // cells to each side, three times over
  const DENSEST = 0.75; // opacity where there are most

  parts.drawHeat = function (view, ctx, layer) {
    if (!layer) return;
    const [columns, rows] = [Math.ceil(view.size.x / COARSE), Math.ceil(view.size.y / COARSE)];
    let counts = new Float32Array(columns * rows);
    for (const { place } of layer.points.values()) {
      const [x, y] = view.onMap(place.wx, place.wy);
      const [column, row] = [Math.floor(x / COARSE), Math.floor(y / COARSE)];
      if (column >= 0 && column < columns && row >= 0 && row < rows) counts[row * columns + column] += 1;
    }
    for (let i = 0; i < 3; i++) counts = blurred(blurred(counts, columns, rows, 1, columns), rows, columns, columns, 1);
    paintHeat(view, ctx, counts, columns, rows);
  };

  // The mean of each cell and its neighbours along one direction.
  function blurred(counts, length, lines, step, stride) {
    const result = new Float32Array(counts.length);
    for (let line = 0; line < lines; line++) {
      let sum = 0;
      for (let i = -BLUR; i < length; i++) {
        if (i + BLUR < length) sum += counts[line * stride + (i + BLUR) * step];
        if (i - BLUR - 1 >= 0) sum -= counts[line * stride + (i - BLUR - 1) * step];
        if (i >= 0) result[line * stride + i * step] = sum / (2 * BLUR + 1);
      }
    }
    return result;
  }

  function paintHeat(view, ctx, counts, columns, rows) {
    const most = counts.reduce((a, b) => Math.max(a, b), 0);
    if (!most) return;
    const small = document.createElement("canvas");
    small.width = columns;
    small.height = rows;
    const soft = small.getContext("2d");
    const [red, green, blue] = hexOf(view.colour("info"));
    const picture = soft.createImageData(columns, rows);
    for (let i = 0; i < counts.length; i++) {
      picture.data.set([red, green, blue, 255 * DENSEST * Math.sqrt(Math.max(0, counts[i]) / most)], 4 * i);
    }
    soft.putImageData(picture, 0, 0);
    const scale = COARSE * view.ratio;
    ctx.drawImage(small, 0, 0, columns * scale, rows * scale);
  }

  const hexOf = (colour) => [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
})();
