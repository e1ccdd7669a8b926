/* The map's points: on canvas above dash-leaflet's polygons.

   A component or an SVG element per complaint would make each frame cost what the whole map costs; here a frame
   patches a few points and one animation frame repaints them from prepared sprites. Where very many stand close, one
   disc with their number stands for them. Other files of the map hold its shapes, names, areas and controls. */
(function () {
  "use strict";

  const room = (window.liveRoom = window.liveRoom || {});
  const parts = (room.map = room.map || {});

  const ACTIVE = 0;
  const SOON = 1;
  const OVERDUE = 2;
  const KINDS = { [SOON]: "soon", [OVERDUE]: "overdue" };

  // What stands where no legend says which layers its scene draws, and nobody chose.
  const USUAL_LAYERS = "wards complaints hotspots";

  // Panes lie between the wards (400) and Leaflet's popups (700). Names stand above calm points and below what needs a
  // person.
  const PANES = { districts: 420, calm: 450, names: 500, urgent: 550 };
  const paneName = (parts.paneName = (name) => "live-room-" + name);

  const REPAINT = 400; // with more changed points than this, drawing them all is cheaper
  const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

  // Complaints are counted together from so many on; a little fewer, and each is drawn by itself again.
  const CLUSTER_FROM = 600;
  const CLUSTER_UNTIL = 450;
  const CLUSTER_LEAST = 3; // fewer at one spot are drawn by themselves
  const CELL = 3.4; // the side of a spot, in row texts: names still fit between discs
  const ROW_STEP = 1e7; // cells are named by one number: row * ROW_STEP + column
  const NAMES_HEED = 400; // of so many shapes names know that they should not lie over them

  const WORLD = 256; // Leaflet's picture of the world at zoom 0, in pixels
  const worldX = (lon) => ((lon + 180) / 360) * WORLD;
  const worldY = (lat) => {
    const sine = Math.sin((lat * Math.PI) / 180);
    return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD;
  };

  // --- what is drawn: it outlives the map, which Dash may mount later or again

  const layers = new Map();
  const LOOKS = ["complaints", "sites", "crews", "hotspots"];

  class Layer {
    constructor(name) {
      this.look = LOOKS.includes(name) ? name : "complaints";
      this.points = new Map(); // key -> point
      this.places = new Map(); // "lat,lon" -> the points that share it
      this.mark = null;
      this.cells = null; // the points by where they stand on the picture; made anew with each zoom
      this.isNew = true; // drawn whole; else only what stands in `changed`
      this.changed = new Set();
    }

    apply(change) {
      if (change.full) Object.assign(this, new Layer(this.look));
      const touched = new Set();
      for (const key of change.remove || []) this.drop(key, touched);
      for (const row of change.upsert || []) this.put(row, touched);
      if ("mark" in change) this.mark = change.mark;
      for (const place of touched) this.arrange(place);
    }

    drawWhole() {
      this.isNew = true;
      this.cells = null;
      this.changed.clear();
    }

    put([key, lat, lon, kind, age, extra = 0], touched) {
      this.drop(key, touched);
      if (lat === null || lon === null) return;
      const name = lat + "," + lon;
      let place = this.places.get(name);
      if (!place) {
        place = { name, lat, lon, wx: worldX(lon), wy: worldY(lat), points: [] };
        this.places.set(name, place);
      }
      const point = { key, kind, age, extra, place, look: this.look, dx: 0, dy: 0, cell: null, drawn: null, isGone: false };
      place.points.push(point);
      this.points.set(key, point);
      touched.add(place);
    }

    drop(key, touched) {
      const point = this.points.get(key);
      if (!point) return;
      this.points.delete(key);
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

  parts.layer = (name) => layers.get(name);
  room.showMapLayers = () => view && view.choose();

  const byKey = (a, b) => a.key - b.key; // one order always, so that repainted spots fit their neighbours

  // --- the points of a layer by cells of the picture: what lies in view, what lies near a change, and what lies so close
  //     that it is counted together

  class Cells {
    constructor(layer, scale, side) {
      this.scale = scale;
      this.side = side;
      this.byName = new Map();
      this.isClustered = layer.look === "complaints" && layer.points.size >= (layer.wasClustered ? CLUSTER_UNTIL : CLUSTER_FROM);
      layer.wasClustered = this.isClustered;
      this.most = 1; // the most points that share a place: they sit around it
      for (const point of layer.points.values()) this.add(point);
      for (const cell of this.byName.values()) this.judge(cell);
    }

    fits(layer, scale, side) {
      const n = layer.points.size;
      const isRight = layer.look !== "complaints" || (this.isClustered ? n >= CLUSTER_UNTIL : n < CLUSTER_FROM);
      return isRight && this.scale === scale && this.side === side;
    }

    add(point) {
      const column = Math.floor((point.place.wx * this.scale) / this.side);
      const row = Math.floor((point.place.wy * this.scale) / this.side);
      const name = row * ROW_STEP + column;
      let cell = this.byName.get(name);
      if (!cell) {
        cell = { name, row, column, points: new Set(), group: null };
        this.byName.set(name, cell);
      }
      cell.points.add(point);
      point.cell = cell;
      if (point.place.points.length > this.most) this.most = point.place.points.length;
      return cell;
    }

    remove(point) {
      const { cell } = point;
      if (!cell) return null;
      cell.points.delete(point);
      point.cell = null;
      if (!cell.points.size) this.byName.delete(cell.name);
      return cell;
    }

    // Whether a cell is counted together, and what its disc tells.
    judge(cell) {
      cell.group = null;
      if (!this.isClustered || cell.points.size < CLUSTER_LEAST) return;
      const group = { n: 0, overdue: 0, soon: 0, wx: 0, wy: 0, cell };
      for (const point of cell.points) {
        group.n += 1;
        group.wx += point.place.wx;
        group.wy += point.place.wy;
        if (point.kind === OVERDUE) group.overdue += 1;
        else if (point.kind !== ACTIVE) group.soon += 1;
      }
      group.wx /= group.n;
      group.wy /= group.n;
      cell.group = group;
    }

    // The cells that touch a box of the picture (pixels of the world at this zoom), in one order always.
    within(left, top, right, bottom, found = new Set()) {
      const [first, last] = [Math.floor(left / this.side), Math.floor(right / this.side)];
      const [upper, lower] = [Math.floor(top / this.side), Math.floor(bottom / this.side)];
      if ((last - first + 1) * (lower - upper + 1) > this.byName.size) {
        for (const cell of this.byName.values()) {
          if (cell.column >= first && cell.column <= last && cell.row >= upper && cell.row <= lower) found.add(cell);
        }
        return found;
      }
      for (let row = upper; row <= lower; row++) {
        for (let column = first; column <= last; column++) {
          const cell = this.byName.get(row * ROW_STEP + column);
          if (cell) found.add(cell);
        }
      }
      return found;
    }
  }

  const inOrder = (cells) => [...cells].sort((a, b) => a.name - b.name);

  // --- the view: one mounted map; a page has one

  let view = null;
  parts.view = () => view;

  class View {
    constructor(map) {
      this.map = map;
      this.em = 0;
      this.ratio = 0;
      this.scheduled = 0;
      this.names = [];
      this.isStale = true; // whether size, font, colours or place of the map may have changed since the last drawing
      this.isHidden = false; // a scene without the map is shown
      this.isZooming = false; // between two zooms, while Leaflet or two fingers scale the picture
      this.isPanning = false; // while a hand moves it: names go along by themselves
      this.isHand = false; // a hand moves it just now
      this.isHeld = false; // somebody moved it: it then stays where it was left
      this.isFitting = false; // the map moves by itself
      this.home = null; // the corners that are shown when nobody holds it; null for the whole city
      this.chosen = null; // the layers that somebody chose; null for those of the legends
      this.drawn = null; // where the canvas was when it was drawn: its corner and its zoom
      this.draws = new Set();
      this.canvases = { calm: this.addCanvas("calm"), urgent: this.addCanvas("urgent") };
      this.addPane("districts");
      this.addPane("names");
      this.events = {
        resize: this.moved,
        dragstart: () => (this.isHand = true),
        zoomstart: () => {
          this.isZooming = true;
          this.isHand = this.isHand || !this.isFitting;
        },
        zoomanim: ({ zoom, center }) => this.scale(zoom, center),
        zoom: () => this.scale(map.getZoom(), map.getCenter()),
        move: this.panned,
        zoomend: this.arrived,
        moveend: this.arrived, // two fingers that are lifted fire no zoomend
        viewreset: this.arrived,
      };
      map.on(this.events, this);
      map.once("unload", () => this.close());
    }

    start() {
      this.box = this.map.getContainer();
      this.frame = this.box.closest("[data-map-bounds]");
      this.areas = parts.watchAreas(this);
      this.controls = parts.addControls(this);
      this.areas.begin();
      this.watchSize();
      this.watchTheme();
      this.choose();
    }

    // What somebody chose is drawn; else what the legends say that are shown. The styles colour the wards by what stands
    // on the map itself. A scene without the map shows no legend, and leaves things as they are.
    choose() {
      if (!this.frame) return;
      const legends = [...this.frame.parentElement.querySelectorAll("[data-map-layers]")];
      const shown = legends.filter((element) => element.hasAttribute("data-shown"));
      if (!this.chosen && legends.length && !shown.length) return;
      const told = shown.map((element) => element.dataset.mapLayers).join(" ");
      const names = this.chosen ? [...this.chosen].join(" ") : told || (this.frame && this.frame.dataset.mapFirst) || USUAL_LAYERS;
      if (this.box.dataset.layers === names) return;
      this.box.dataset.layers = names;
      this.draws = new Set(names.split(" "));
      for (const layer of layers.values()) layer.drawWhole();
      for (const row of this.frame.parentElement.querySelectorAll("[data-map-legend]")) {
        row.classList.toggle("is-absent", !this.draws.has(row.dataset.mapLegend));
      }
      this.areas.tellLegend();
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
      this.observer.observe(this.box);
      document.fonts.ready.then(() => this.moved());
    }

    // Day and night are custom properties of the page: whatever sets them, the shapes take them up.
    watchTheme() {
      const again = () => ((this.em = 0), this.moved());
      this.theme = new MutationObserver(again);
      const filter = { attributes: true, attributeFilter: ["class", "style", "data-theme"] };
      for (let part = this.box.closest("main"); part; part = part.parentElement) this.theme.observe(part, filter);
      this.scheme = matchMedia("(prefers-color-scheme: dark)");
      this.onScheme = again;
      this.scheme.addEventListener("change", again);
    }

    fit() {
      this.isHidden = !this.box.clientWidth || !this.box.clientHeight;
      if (this.isHidden) return;
      this.isFitting = true;
      this.map.invalidateSize({ animate: false, pan: this.isHeld });
      if (!this.isHeld) this.goHome();
      this.isFitting = this.isZooming = false;
      this.moved();
    }

    goHome() {
      const padding = 0.25 * parseFloat(getComputedStyle(this.box).fontSize);
      const [right, below, above] = this.controls ? this.controls.covered() : [0, 0, 0];
      const corners = this.home || (this.frame && JSON.parse(this.frame.dataset.mapBounds));
      const room = {
        paddingTopLeft: [padding, above + padding],
        paddingBottomRight: [right + padding, below + padding],
      };
      if (corners) this.map.fitBounds(corners, { animate: false, ...room });
    }

    // Corners that are looked at, until others are, or somebody moves the map; null for the whole city.
    lookAt(corners) {
      this.home = corners;
      this.isHeld = false;
      if (!this.isHidden && this.map._loaded) this.fit();
      if (this.controls) this.controls.keep();
    }

    moved() {
      this.isStale = true;
      this.redraw();
    }

    panned() {
      if (this.isZooming || this.isFitting) return;
      this.isPanning = true;
      this.redraw();
    }

    arrived() {
      this.isZooming = false;
      this.isPanning = false;
      if (this.isHand && !this.isFitting && this.controls) {
        this.isHand = false;
        this.isHeld = true;
        this.controls.keep();
      }
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
      const ratio = window.devicePixelRatio || 1;
      if (!this.isPanning) {
        const style = getComputedStyle(this.box);
        const em = parseFloat(style.fontSize);
        if (em !== this.em || ratio !== this.ratio) {
          this.em = em;
          this.ratio = ratio;
          this.colour = (name) => style.getPropertyValue("--" + name).trim();
          this.sprites = parts.makeSprites(em * ratio, this.colour);
        }
      }
      const size = this.map.getSize();
      const corner = this.map.containerPointToLayerPoint([0, 0]);
      this.zoomed = Math.pow(2, this.map.getZoom());
      this.origin = this.map.getPixelBounds().min;
      this.size = size;
      this.drawn = { corner: this.map.containerPointToLatLng([0, 0]), zoom: this.map.getZoom() };
      for (const canvas of Object.values(this.canvases)) fitCanvas(canvas, size, ratio, corner);
      if (!this.isPanning) parts.measureNames(this);
      this.isStale = false;
    }

    draw() {
      const shown = this.shown();
      const isWhole = this.isStale || this.isPanning || shown.some((layer) => layer.isNew || layer.changed.size > REPAINT);
      if (this.isStale || this.isPanning) this.prepare();
      if (isWhole) this.drawCalm(shown);
      else this.repaintCalm(shown);
      for (const layer of shown) {
        layer.isNew = false;
        layer.changed.clear();
      }
      this.drawUrgent(shown);
    }

    index(layer) {
      const side = CELL * this.em;
      if (layer.isNew || layer.changed.size > REPAINT) layer.cells = null;
      if (!layer.cells || !layer.cells.fits(layer, this.zoomed, side)) {
        layer.cells = new Cells(layer, this.zoomed, side);
        layer.isNew = true;
      }
      return layer.cells;
    }

    // The cells whose points may be seen in a box of the map, in CSS pixels.
    near(layer, left, top, right, bottom, found) {
      const { x, y } = this.origin;
      const reach = this.reach(layer);
      return layer.cells.within(left + x - reach, top + y - reach, right + x + reach, bottom + y + reach, found);
    }

    reach(layer) {
      return this.em * (parts.SIZE.spread * Math.sqrt(layer.cells.most) + parts.SIZE.incident);
    }

    drawCalm(shown) {
      const ctx = this.canvases.calm.getContext("2d");
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      if (this.draws.has("heat")) parts.drawHeat(this, ctx, layers.get("complaints"));
      if (this.draws.has("crews")) this.areas.drawTrails(ctx);
      for (const layer of shown) {
        if (layer.changed.size) this.settleChanges(layer, []);
        this.index(layer);
        for (const cell of inOrder(this.near(layer, 0, 0, this.size.x, this.size.y))) {
          for (const point of this.calmOf(cell)) {
            point.drawn = this.box4(point);
            this.stamp(ctx, point);
          }
        }
      }
    }

    calmOf(cell) {
      if (cell.group) return [];
      const calm = [...cell.points].filter((point) => point.kind === ACTIVE);
      return calm.length > 1 ? calm.sort(byKey) : calm;
    }

    // A point that came, went or changed may turn its cell into a disc, or a disc into points: what stood there before and
    // what stands there now are both repainted.
    settleChanges(layer, spots) {
      if (!layer.cells) return;
      const touched = new Set();
      for (const point of layer.changed) {
        if (point.drawn && point.isGone) spots.push(point.drawn);
        const cell = point.isGone ? layer.cells.remove(point) : point.cell || layer.cells.add(point);
        if (cell) touched.add(cell);
      }
      for (const cell of touched) {
        layer.cells.judge(cell);
        for (const point of cell.points) {
          const before = point.drawn;
          point.drawn = cell.group || point.kind !== ACTIVE ? null : this.box4(point);
          if (!layer.changed.has(point) && String(before) === String(point.drawn)) continue;
          if (before) spots.push(before);
          if (point.drawn) spots.push(point.drawn);
        }
      }
    }

    repaintCalm(shown) {
      const spots = [];
      for (const layer of shown) {
        this.settleChanges(layer, spots);
        this.index(layer);
      }
      if (shown.some((layer) => layer.isNew)) return this.drawCalm(shown);
      if (!spots.length) return;
      if (this.draws.has("heat") || (this.draws.has("crews") && this.areas.hasTrails())) return this.drawCalm(shown);
      const ctx = this.canvases.calm.getContext("2d");
      ctx.save();
      ctx.beginPath();
      for (const [x, y, side] of spots) ctx.rect(x, y, side, side);
      ctx.clip();
      for (const [x, y, side] of spots) ctx.clearRect(x, y, side, side);
      for (const layer of shown) {
        const near = new Set();
        for (const [x, y, side] of spots) {
          const [left, top] = [x / this.ratio, y / this.ratio];
          this.near(layer, left, top, left + side / this.ratio, top + side / this.ratio, near);
        }
        for (const cell of inOrder(near)) for (const point of this.calmOf(cell)) this.stamp(ctx, point);
      }
      ctx.restore();
    }

    // Where a calm point stands on the canvas, in device pixels: left, top, side.
    box4(point) {
      const shape = this.sprites.calm(point);
      return [...this.corner(this.position(point), shape), shape.width];
    }

    stamp(ctx, point) {
      const shape = this.sprites.calm(point);
      const [x, y] = this.corner(this.position(point), shape);
      ctx.drawImage(shape, x, y);
    }

    drawUrgent(shown) {
      const ctx = this.canvases.urgent.getContext("2d");
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      if (this.draws.has("hotspots")) this.areas.drawOutlines(ctx, layers.get("hotspots"));
      const heeded = [];
      const told = new Set();
      const heed = ([x, y], shape) => heeded.push([x, y, shape.width / this.ratio / 2]);
      for (const layer of shown) {
        const cells = inOrder(this.near(layer, 0, 0, this.size.x, this.size.y));
        const urgent = cells.flatMap((cell) => (cell.group ? [] : [...cell.points].filter((point) => point.kind !== ACTIVE)));
        for (const { group } of cells) if (group) this.drawGroup(ctx, group, heed, told);
        for (const point of urgent.sort((a, b) => a.kind - b.kind || byKey(a, b))) {
          const shape = this.sprites.urgent(point);
          const place = this.position(point);
          ctx.drawImage(shape, ...this.corner(place, shape));
          heed(place, shape);
          told.add(point.look === "hotspots" ? "incident" : KINDS[point.kind]);
        }
        const newest = layer.points.get(layer.mark);
        if (newest) this.drawMark(ctx, newest);
      }
      if (this.draws.has("hotspots")) heeded.unshift(...this.areas.drawLabels(ctx, layers.get("hotspots")));
      if (!this.isPanning) parts.settleNames(this, heeded.slice(0, NAMES_HEED));
      this.tellLegend([...told].sort().join(" "));
    }

    // A legend has a colour only while something on the map has it: in a normal hour there is none to look for.
    tellLegend(told) {
      const map = this.frame && this.frame.parentElement;
      if (map && map.dataset.told !== told) map.dataset.told = told;
    }

    drawGroup(ctx, group, heed, told) {
      if (group.overdue) told.add(KINDS[OVERDUE]);
      if (group.soon) told.add(KINDS[SOON]);
      const shape = this.sprites.cluster(group);
      const place = this.onMap(group.wx, group.wy);
      ctx.drawImage(shape, ...this.corner(place, shape));
      heed(place, shape);
    }

    // The newest is ringed where it stands, or around the disc that it is counted in.
    drawMark(ctx, point) {
      const group = point.cell && point.cell.group;
      const place = group ? this.onMap(group.wx, group.wy) : this.position(point);
      const shape = this.sprites.ring;
      const disc = group ? this.sprites.cluster(group) : null;
      const side = disc ? disc.width + 0.3 * this.em * this.ratio : shape.width;
      ctx.drawImage(shape, ...place.map((at) => Math.round(at * this.ratio - side / 2)), side, side);
    }

    onMap(wx, wy) {
      return [wx * this.zoomed - this.origin.x, wy * this.zoomed - this.origin.y];
    }

    position({ place, dx, dy }) {
      const spread = parts.SIZE.spread * this.em;
      return [place.wx * this.zoomed - this.origin.x + spread * dx, place.wy * this.zoomed - this.origin.y + spread * dy];
    }

    // Whole device pixels: a sprite between pixels would be filtered, slower and less sharp.
    corner([x, y], shape) {
      return [Math.round(x * this.ratio - shape.width / 2), Math.round(y * this.ratio - shape.height / 2)];
    }

    close() {
      cancelAnimationFrame(this.scheduled);
      if (this.observer) this.observer.disconnect();
      if (this.theme) this.theme.disconnect();
      if (this.scheme) this.scheme.removeEventListener("change", this.onScheme);
      if (this.areas) this.areas.close();
      this.map.off(this.events, this);
      for (const layer of layers.values()) layer.drawWhole();
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

  parts.adopt = function (map) {
    if (view && view.map === map) return;
    if (view) view.close();
    const mine = (view = new View(map));
    map.whenReady(() => mine.start());
  };

  // dash-leaflet's bundle puts Leaflet on window before this file runs; the functions that it calls adopt the map
  // otherwise.
  if (window.L && window.L.Map) window.L.Map.addInitHook(function () { parts.adopt(this); });
})();
