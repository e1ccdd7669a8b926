/* The map's own layers: points on canvas above dash-leaflet's polygons, and district names that never overlap.

   A component or an SVG element per complaint would make each frame cost what the whole map costs; here a frame
   patches a few points and one animation frame redraws them from prepared sprites. */
(function () {
  "use strict";

  const room = (window.liveRoom = window.liveRoom || {});

  const ACTIVE = 0;
  const OVERDUE = 2;
  const FADE = [1, 0.82, 0.66, 0.52, 0.4]; // opacity of an active point by its age step

  const UNKNOWN_SITE = 1; // the age of a site of which nothing is known
  const CREW_FADE = [1, 0.5]; // opacity of a crew by the age of its position; a silent one is an outline
  const SILENT_CREW = 2;

  // Sizes as shares of the row text, so that shapes grow with the wall as words do.
  const SIZE = { dot: 0.36, diamond: 0.6, triangle: 0.68, ring: 1.05, spread: 0.3, site: 0.52, crew: 0.4, hotspot: 0.7, incident: 1.25 };

  // What stands where no legend says which layers its scene draws.
  const USUAL_LAYERS = "wards complaints hotspots";

  // Panes lie between the wards (400) and Leaflet's popups (700). Districts have their own, since wards are drawn anew
  // with each change of colour and would cover them; names stand above calm points and below what needs a person.
  const PANES = { districts: 420, calm: 450, names: 500, urgent: 550 };
  const paneName = (name) => "live-room-" + name;

  const REPAINT = 400; // with more changed points than this, drawing them all is cheaper

  const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

  // --- what is drawn: it outlives the map, which Dash may mount later or again

  const layers = new Map();

  class Layer {
    constructor(name) {
      this.look = name in CALM_SHAPES ? name : "complaints";
      this.points = new Map(); // key -> point
      this.places = new Map(); // "lat,lon" -> the points that share it
      this.urgent = new Set(); // those that are not merely active
      this.mark = null;
      this.isNew = true; // drawn whole; else only what stands in `changed`
      this.changed = new Set();
    }

    apply(change) {
      if (change.full) {
        const fresh = new Layer(this.look);
        Object.assign(this, fresh);
      }
      const touched = new Set();
      for (const key of change.remove || []) this.drop(key, touched);
      for (const row of change.upsert || []) this.put(row, touched);
      if ("mark" in change) this.mark = change.mark;
      for (const place of touched) this.arrange(place);
    }

    drawWhole() {
      this.isNew = true;
      this.changed.clear();
    }

    put([key, lat, lon, kind, age], touched) {
      this.drop(key, touched);
      if (lat === null || lon === null) return;
      const name = lat + "," + lon;
      let place = this.places.get(name);
      if (!place) {
        place = { name, lat, lon, x: NaN, y: NaN, points: [] };
        this.places.set(name, place);
      }
      const point = { key, kind, age, place, look: this.look, dx: 0, dy: 0, drawn: null, isGone: false };
      place.points.push(point);
      this.points.set(key, point);
      if (kind !== ACTIVE) this.urgent.add(point);
      touched.add(place);
    }

    drop(key, touched) {
      const point = this.points.get(key);
      if (!point) return;
      this.points.delete(key);
      this.urgent.delete(point);
      point.isGone = true;
      this.changed.add(point);
      point.place.points.splice(point.place.points.indexOf(point), 1);
      touched.add(point.place);
    }

    // Guests see coarse places, so many points may share one: they sit around it like seeds, the urgent ones inside.
    arrange(place) {
      if (!place.points.length) this.places.delete(place.name);
      place.points.sort((a, b) => b.kind - a.kind || a.key - b.key);
      place.points.forEach((point, i) => {
        const reach = Math.sqrt(i);
        point.dx = reach * Math.cos(i * GOLDEN_ANGLE);
        point.dy = reach * Math.sin(i * GOLDEN_ANGLE);
        this.changed.add(point);
      });
    }
  }

  room.layers = {
    apply(name, change) {
      if (!layers.has(name)) layers.set(name, new Layer(name));
      layers.get(name).apply(change);
      if (view && !view.isHidden && view.draws.has(name)) view.redraw();
      else layers.get(name).drawWhole(); // nobody draws: what changed need not be kept
    },
  };

  room.showMapLayers = () => view && view.choose();

  // The calm shape of a point, by the name of its layer.
  const CALM_SHAPES = {
    complaints: (sprites, point) => sprites.dots[point.age] || sprites.dots[0],
    sites: (sprites, point) => (point.age === UNKNOWN_SITE ? sprites.unknownSite : sprites.site),
    crews: (sprites, point) => sprites.crews[point.age] || sprites.crews[0],
    hotspots: (sprites) => sprites.hotspot,
  };

  const urgentShape = (sprites, point) => {
    if (point.look === "hotspots") return sprites.incident;
    return point.kind === OVERDUE ? sprites.triangle : sprites.diamond;
  };

  // --- sprites: each shape once, in device pixels

  function sprite(size, draw) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.ceil(size) + 4;
    const ctx = canvas.getContext("2d");
    ctx.translate(canvas.width / 2, canvas.height / 2);
    draw(ctx, size / 2);
    return canvas;
  }

  function polygon(ctx, corners, fill, edge, width) {
    ctx.beginPath();
    corners.forEach(([x, y]) => ctx.lineTo(x, y));
    ctx.closePath();
    ctx.fillStyle = fill;
    ctx.strokeStyle = edge;
    ctx.lineWidth = width;
    ctx.lineJoin = "round";
    ctx.stroke();
    ctx.fill();
  }

  function circle(ctx, radius) {
    ctx.beginPath();
    ctx.arc(0, 0, radius, 0, 2 * Math.PI);
  }

  function outline(ctx, path, em, colour) {
    path(ctx);
    ctx.fillStyle = colour("ground");
    ctx.fill();
    ctx.lineWidth = 0.07 * em;
    ctx.strokeStyle = colour("dot");
    ctx.stroke();
  }

  function makeSprites(em, colour) {
    const edge = 0.07 * em; // a dark edge keeps neighbours apart on a light ward
    const dots = FADE.map((alpha) =>
      sprite(SIZE.dot * em + edge, (ctx, r) => {
        circle(ctx, r);
        ctx.fillStyle = colour("ground");
        ctx.fill();
        circle(ctx, r - edge / 2);
        ctx.globalAlpha = alpha;
        ctx.fillStyle = colour("dot");
        ctx.fill();
      })
    );
    const diamond = sprite(SIZE.diamond * em + edge, (ctx, r) => {
      const a = r - edge / 2;
      polygon(ctx, [[0, -a], [a, 0], [0, a], [-a, 0]], colour("warning"), colour("ground"), edge);
    });
    const triangle = sprite(SIZE.triangle * em + edge, (ctx, r) => {
      const a = r - edge / 2;
      polygon(ctx, [[0, -0.92 * a], [a, 0.82 * a], [-a, 0.82 * a]], colour("critical"), colour("ground"), edge);
    });
    const ring = sprite(SIZE.ring * em, (ctx, r) => {
      const width = 0.1 * em;
      circle(ctx, r - width);
      ctx.lineWidth = 2 * width;
      ctx.strokeStyle = colour("ground");
      ctx.stroke();
      ctx.lineWidth = width;
      ctx.strokeStyle = colour("info");
      ctx.stroke();
    });
    const site = sprite(SIZE.site * em + edge, (ctx, r) => {
      circle(ctx, r);
      ctx.fillStyle = colour("ground");
      ctx.fill();
      circle(ctx, r - edge);
      ctx.fillStyle = colour("ink");
      ctx.fill();
    });
    const unknownSite = sprite(SIZE.site * em + edge, (ctx, r) => outline(ctx, () => circle(ctx, r - edge), em, colour));
    // A ring on the map that hides nothing: a dark edge, then the line.
    const hollow = (ctx, r, name) => {
      for (const [width, tone] of [[0.16, "ground"], [0.07, name]]) {
        circle(ctx, r - 0.08 * em);
        ctx.lineWidth = width * em;
        ctx.strokeStyle = colour(tone);
        ctx.stroke();
      }
    };
    const hotspot = sprite(SIZE.hotspot * em, (ctx, r) => hollow(ctx, r, "ink"));
    const incident = sprite(SIZE.incident * em, (ctx, r) => {
      hollow(ctx, r, "warning");
      const corners = [0, 1, 2, 3, 4, 5].map((i) => [(i * Math.PI) / 3, 0.5 * r]);
      const points = corners.map(([turn, reach]) => [reach * Math.cos(turn), reach * Math.sin(turn)]);
      polygon(ctx, points, colour("warning"), colour("ground"), edge);
    });
    const square = (r) => (ctx) => {
      ctx.beginPath();
      ctx.rect(-r, -r, 2 * r, 2 * r);
    };
    const crews = CREW_FADE.map((alpha) =>
      sprite(SIZE.crew * em + 2 * edge, (ctx, r) => {
        square(r)(ctx);
        ctx.fillStyle = colour("ground");
        ctx.fill();
        square(r - edge)(ctx);
        ctx.globalAlpha = alpha;
        ctx.fillStyle = colour("ink");
        ctx.fill();
      })
    );
    crews[SILENT_CREW] = sprite(SIZE.crew * em + 2 * edge, (ctx, r) => outline(ctx, square(r - edge), em, colour));
    const calmSide = Math.max(...[...dots, site, unknownSite, hotspot, ...crews].map((canvas) => canvas.width));
    return { dots, diamond, triangle, ring, site, unknownSite, hotspot, incident, crews, calmSide };
  }

  // --- the calm points of one canvas, by square, so that a change repaints its own squares only:
  //     a sprite costs some 4 µs where the browser paints without a graphics card, and there may be ten thousand

  class Squares {
    constructor(side) {
      this.side = side;
      this.squares = new Map();
    }

    reach(x, y) {
      return [Math.floor(x / this.side), Math.floor(y / this.side)];
    }

    at(column, row) {
      return this.squares.get(column * 100000 + row);
    }

    add(point, [x, y]) {
      const [column, row] = this.reach(x, y);
      const name = column * 100000 + row;
      if (!this.squares.has(name)) this.squares.set(name, new Set());
      this.squares.get(name).add(point);
    }

    remove(point, [x, y]) {
      const square = this.at(...this.reach(x, y));
      if (square) square.delete(point);
    }

    // Every point whose sprite, one square wide, may touch a sprite at x, y.
    around([x, y], found) {
      const [column, row] = this.reach(x, y);
      for (let i = column - 1; i <= column + 1; i++) {
        for (let j = row - 1; j <= row + 1; j++) for (const point of this.at(i, j) || []) found.add(point);
      }
    }
  }

  const byKey = (a, b) => a.key - b.key; // one order always, so that repainted squares fit their neighbours

  // --- the view: one mounted map; a page has one

  let view = null;

  class View {
    constructor(map) {
      this.map = map;
      this.em = 0;
      this.ratio = 0;
      this.scheduled = 0;
      this.names = [];
      this.isStale = true; // whether size, font or place of the map may have changed since the last drawing
      this.isHidden = false; // a scene without the map is shown
      this.isZooming = false; // between two zooms, while Leaflet or two fingers scale the picture
      this.drawn = null; // where the canvas was when it was drawn: its corner and its zoom
      this.draws = new Set();
      this.canvases = { calm: this.addCanvas("calm"), urgent: this.addCanvas("urgent") };
      this.addPane("districts");
      this.addPane("names");
      this.events = {
        resize: this.moved,
        zoomstart: () => (this.isZooming = true),
        zoomanim: ({ zoom, center }) => this.scale(zoom, center),
        zoom: () => this.scale(map.getZoom(), map.getCenter()),
        zoomend: this.arrived,
        moveend: this.arrived, // two fingers that are lifted fire no zoomend
        viewreset: this.arrived,
      };
      map.on(this.events, this);
      map.once("unload", () => this.close());
      map.whenReady(() => this.watchSize());
      map.whenReady(() => this.choose());
    }

    // The legends that are shown say which layers are; the styles colour the wards by what stands on the map itself.
    // A scene without the map shows no legend, and leaves things as they are.
    choose() {
      const box = this.map.getContainer();
      const part = box.closest("[data-map-bounds]");
      const legends = part ? [...part.parentElement.querySelectorAll("[data-map-layers]")] : [];
      const shown = legends.filter((element) => element.hasAttribute("data-shown"));
      if (legends.length && !shown.length) return;
      const names = shown.map((element) => element.dataset.mapLayers).join(" ") || USUAL_LAYERS;
      if (box.dataset.layers === names) return;
      box.dataset.layers = names;
      this.draws = new Set(names.split(" "));
      for (const layer of layers.values()) layer.drawWhole();
      this.redraw();
    }

    shown() {
      return [...layers].filter(([name]) => this.draws.has(name)).map(([, layer]) => layer);
    }

    addPane(name) {
      const pane = this.map.getPane(paneName(name)) || this.map.createPane(paneName(name));
      pane.style.zIndex = PANES[name];
      pane.style.pointerEvents = "none";
      return pane;
    }

    addCanvas(name) {
      const canvas = document.createElement("canvas");
      canvas.className = "map-points leaflet-zoom-animated";
      this.addPane(name).appendChild(canvas);
      return canvas;
    }

    // Leaflet notices a change of the window only; a panel may change by itself, when a font arrives or a row wraps.
    watchSize() {
      this.observer = new ResizeObserver(() => this.fit());
      this.observer.observe(this.map.getContainer());
      document.fonts.ready.then(() => this.moved());
    }

    fit() {
      const box = this.map.getContainer();
      this.isHidden = !box.clientWidth || !box.clientHeight;
      if (this.isHidden) return;
      this.map.invalidateSize({ animate: false, pan: false });
      const holder = box.closest("[data-map-bounds]");
      const padding = 0.25 * parseFloat(getComputedStyle(box).fontSize);
      if (holder) {
        this.map.fitBounds(JSON.parse(holder.dataset.mapBounds), { animate: false, padding: [padding, padding] });
      }
      this.moved();
    }

    moved() {
      this.isStale = true;
      this.redraw();
    }

    arrived() {
      this.isZooming = false;
      this.moved();
    }

    // While the map zooms, what was drawn is scaled with it, as Leaflet does with its own layers; then it is drawn anew.
    scale(zoom, center) {
      if (!this.drawn) return;
      const factor = this.map.getZoomScale(zoom, this.drawn.zoom);
      const corner = this.map._latLngToNewLayerPoint(this.drawn.corner, zoom, center);
      for (const canvas of Object.values(this.canvases)) window.L.DomUtil.setTransform(canvas, corner, factor);
    }

    redraw() {
      if (this.scheduled || this.isHidden || view !== this) return;
      this.scheduled = requestAnimationFrame(() => {
        this.scheduled = 0;
        // Nothing can be projected before the map has a view, nor while it has none for long.
        if (this.map._loaded && !this.isZooming) this.draw();
      });
    }

    prepare() {
      const box = this.map.getContainer();
      const em = parseFloat(getComputedStyle(box).fontSize);
      const ratio = window.devicePixelRatio || 1;
      if (em !== this.em || ratio !== this.ratio) {
        const style = getComputedStyle(box);
        this.em = em;
        this.ratio = ratio;
        this.sprites = makeSprites(em * ratio, (name) => style.getPropertyValue("--" + name).trim());
      }
      const size = this.map.getSize();
      const corner = this.map.containerPointToLayerPoint([0, 0]);
      this.drawn = { corner: this.map.containerPointToLatLng([0, 0]), zoom: this.map.getZoom() };
      for (const canvas of Object.values(this.canvases)) fitCanvas(canvas, size, ratio, corner);
      for (const layer of layers.values()) for (const place of layer.places.values()) place.x = NaN;
      measureNames(this);
      this.isStale = false;
    }

    draw() {
      const shown = this.shown();
      const isWhole = this.isStale || shown.some((layer) => layer.isNew || layer.changed.size > REPAINT);
      if (this.isStale) this.prepare();
      if (isWhole) this.drawCalm();
      else this.repaintCalm();
      for (const layer of shown) {
        layer.isNew = false;
        layer.changed.clear();
      }
      this.drawUrgent();
    }

    drawCalm() {
      const ctx = this.canvases.calm.getContext("2d");
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      this.squares = new Squares(this.sprites.calmSide);
      for (const layer of this.shown()) {
        for (const point of [...layer.points.values()].sort(byKey)) {
          point.drawn = null;
          this.settle(point);
          if (point.drawn) this.stamp(ctx, point);
        }
      }
    }

    repaintCalm() {
      const spots = [];
      for (const layer of this.shown()) {
        for (const point of layer.changed) {
          if (point.drawn) spots.push(point.drawn);
          this.settle(point);
          if (point.drawn) spots.push(point.drawn);
        }
      }
      if (!spots.length) return;
      const ctx = this.canvases.calm.getContext("2d");
      const side = this.squares.side;
      const near = new Set();
      ctx.save();
      ctx.beginPath();
      for (const [x, y] of spots) {
        ctx.rect(x, y, side, side);
        this.squares.around([x, y], near);
      }
      ctx.clip();
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      for (const point of [...near].sort(byKey)) this.stamp(ctx, point);
      ctx.restore();
    }

    // Where a calm point now stands on the canvas, in device pixels, and in which square.
    settle(point) {
      if (point.drawn) this.squares.remove(point, point.drawn);
      point.drawn = point.isGone || point.kind !== ACTIVE ? null : this.corner(point, this.calmShape(point));
      if (point.drawn) this.squares.add(point, point.drawn);
    }

    calmShape(point) {
      return CALM_SHAPES[point.look](this.sprites, point);
    }

    stamp(ctx, point) {
      ctx.drawImage(this.calmShape(point), ...point.drawn);
    }

    drawUrgent() {
      const ctx = this.canvases.urgent.getContext("2d");
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      const { ring } = this.sprites;
      const needed = [];
      for (const layer of this.shown()) {
        for (const point of [...layer.urgent].sort((a, b) => a.kind - b.kind || byKey(a, b))) {
          const shape = urgentShape(this.sprites, point);
          ctx.drawImage(shape, ...this.corner(point, shape));
          needed.push(this.position(point));
        }
        const newest = layer.points.get(layer.mark);
        if (newest) ctx.drawImage(ring, ...this.corner(newest, ring));
      }
      settleNames(this, needed);
    }

    position({ place, dx, dy }) {
      if (Number.isNaN(place.x)) {
        const { x, y } = this.map.latLngToContainerPoint([place.lat, place.lon]);
        place.x = x;
        place.y = y;
      }
      const spread = SIZE.spread * this.em;
      return [place.x + spread * dx, place.y + spread * dy];
    }

    // Whole device pixels: a sprite between pixels would be filtered, slower and less sharp.
    corner(point, shape) {
      const [x, y] = this.position(point);
      return [Math.round(x * this.ratio - shape.width / 2), Math.round(y * this.ratio - shape.height / 2)];
    }

    close() {
      cancelAnimationFrame(this.scheduled);
      if (this.observer) this.observer.disconnect();
      this.map.off(this.events, this);
      if (view === this) view = null;
    }
  }

  function fitCanvas(canvas, size, ratio, corner) {
    const width = Math.round(size.x * ratio);
    const height = Math.round(size.y * ratio);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
    }
    window.L.DomUtil.setPosition(canvas, corner);
  }

  function adopt(map) {
    if (view && view.map === map) return;
    if (view) view.close();
    view = new View(map);
  }

  // dash-leaflet's bundle puts Leaflet on window before this file runs; the functions below adopt the map otherwise.
  if (window.L && window.L.Map) window.L.Map.addInitHook(function () { adopt(this); });

  // --- functions that dash-leaflet calls, by their names on window

  // One digit per ward travels, in the order of the city's wards: its step of the choropleth.
  room.wardStyle = function (feature, context) {
    if (context && context.map) adopt(context.map);
    const steps = (context && context.hideout && context.hideout.steps) || "";
    return { className: "ward ward-" + (steps[feature.properties.index] || "0"), interactive: false };
  };

  room.districtStyle = function (feature, context) {
    if (context && context.map) adopt(context.map);
    return { className: "district", pane: paneName("districts"), fill: false, interactive: false };
  };

  room.districtName = function (feature, latlng, context) {
    if (context && context.map) adopt(context.map);
    const word = document.createElement("span");
    word.textContent = feature.properties.name;
    const icon = window.L.divIcon({ className: "district-name", html: word, iconSize: [0, 0] });
    const marker = window.L.marker(latlng, { icon, pane: paneName("names"), interactive: false, keyboard: false });
    marker.on("add", () => view && view.moved());
    return marker;
  };

  // --- names: each at its place, or at the nearest that is free of other names and of what needs a person

  // Not far: a name further away would stand in another district.
  const DOWN = [0, -0.5, 0.5, -1, 1];
  const ASIDE = [0, -0.2, 0.2, -0.4, 0.4];
  const PLACES = DOWN.flatMap((down) => ASIDE.map((aside) => [aside, down]));

  // What is wrong with a place, in square ems; names over names and names cut off are worse than names under shapes.
  const OVER_NAME = 10;
  const CUT_OFF = 100;
  const WORTH_MOVING = 0.6; // what moves on a wall should mean something: a new place must be that much better

  // Boxes are read only when the map has moved; settling names among them then costs no layout.
  function measureNames(view) {
    const words = [...view.map.getPane(paneName("names")).querySelectorAll("span")];
    words.forEach((word) => (word.style.transform = "translate(-50%, -50%)"));
    const frame = view.map.getContainer().getBoundingClientRect();
    view.names = words.map((word) => ({ word, box: moveBox(word.getBoundingClientRect(), -frame.left, -frame.top) }));
    view.names.sort((a, b) => a.box.top - b.box.top || a.box.left - b.box.left);
  }

  function settleNames(view, urgent) {
    const em = view.em;
    const size = view.map.getSize();
    const frame = inset({ left: 0, top: 0, right: size.x, bottom: size.y }, em / 2);
    const reach = (SIZE.triangle * em) / 2;
    const shapes = urgent.map(([x, y]) => ({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach }));
    const names = [];
    const cost = (name, [aside, down]) => {
      const area = placed(name, aside, down);
      const over = (boxes) => boxes.reduce((sum, box) => sum + overlap(area, box), 0);
      const strain = OVER_NAME * over(names) + over(shapes) + CUT_OFF * em * outside(area, frame);
      return (8 * strain) / (em * em) + Math.hypot((aside * (name.box.right - name.box.left)) / em, 1.5 * down);
    };
    for (const name of view.names) {
      const costs = PLACES.map((place) => cost(name, place));
      const best = PLACES[costs.indexOf(Math.min(...costs))];
      if (!name.place || Math.min(...costs) < WORTH_MOVING * cost(name, name.place)) moveName(name, best);
      names.push(inset(placed(name, ...name.place), -em / 4));
    }
  }

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
