/* The controls of a map that can be touched: search, layers, colours, and a card of what was touched.

   Words, places and offers stand on the map's frame; all that is shown is set as text. What somebody chose stays over
   updates, reconnections and a reload, until the window is closed. */
(function () {
  "use strict";

  const parts = ((window.liveRoom = window.liveRoom || {}).map = window.liveRoom.map || {});

  const KEPT = "live-room-map:"; // in the session's storage, for each page
  const FINGER = 22; // CSS pixels around what is touched
  const MOST_FOUND = 6;
  const LEAST_LETTERS = 2;
  const LEAST_CASE = 4; // characters of a complaint's number
  const WAIT_MS = 250; // after the last letter, before the server is asked
  const WIDE = 640; // CSS pixels of a map that has room for a card at its side

  function make(name, className = "", words = "") {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (words) element.textContent = words;
    if (name === "button") element.type = "button";
    return element;
  }

  const plain = (words) => words.toLocaleLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  class Controls {
    constructor(view) {
      const { mapControls, mapPlaces, mapOffers, mapColours, mapColumns, mapCase } = view.frame.dataset;
      this.view = view;
      this.words = JSON.parse(mapControls);
      this.places = this.searchable(JSON.parse(mapPlaces));
      this.offers = JSON.parse(mapOffers);
      this.colours = JSON.parse(mapColours);
      this.columns = JSON.parse(mapColumns);
      this.caseUrl = mapCase || "";
      this.asked = 0; // counts questions, so that a late answer is known
      this.shown = null; // what the card tells: { kind, ... }
      this.build();
      this.restore();
      view.map.on("click", (event) => this.touch(event));
    }

    searchable({ districts, wards, sites }) {
      const names = Object.fromEntries(districts);
      this.districtNames = names;
      this.wards = wards;
      this.sites = new Map(sites.map(([key, name, lat, lon]) => [key, { name, lat, lon }]));
      const of = (kind, name, about, go) => ({ kind, name, about, plain: plain(name), go });
      return [
        ...districts.map(([code, name]) => of("district", name, this.words.district, () => this.chooseDistrict(code))),
        ...wards.map(([, name, code], index) =>
          of("ward", name, `${this.words.ward}, ${names[code]}`, () => this.chooseWard(index))
        ),
        ...sites.map(([key, name]) => of("site", name, this.words.site, () => this.chooseSite(key))),
      ];
    }

    // --- what stands on the map

    build() {
      this.root = make("div", "map-controls");
      window.L.DomEvent.disableClickPropagation(this.root);
      window.L.DomEvent.disableScrollPropagation(this.root);
      this.root.append(this.buildSearch(), this.buildLayers());
      this.card = make("section", "map-card");
      this.card.hidden = true;
      this.card.setAttribute("aria-live", "polite");
      this.root.append(this.card);
      this.view.box.append(this.root);
    }

    buildSearch() {
      const form = make("form", "map-search");
      form.setAttribute("role", "search");
      this.input = make("input");
      Object.assign(this.input, { type: "search", autocomplete: "off", maxLength: 60 });
      const words = this.caseUrl ? this.words.search_case : this.words.search;
      this.input.placeholder = words;
      this.input.setAttribute("aria-label", words);
      this.found = make("ul", "map-found");
      this.found.hidden = true;
      this.input.addEventListener("input", () => this.search());
      this.input.addEventListener("focus", () => this.openLayers(false));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const first = this.found.querySelector("button");
        if (first) first.click();
      });
      form.append(this.input, this.found);
      return form;
    }

    buildLayers() {
      const holder = make("div", "map-layers");
      this.opener = make("button", "map-button", this.words.layers);
      this.opener.setAttribute("aria-expanded", "false");
      this.opener.addEventListener("click", () => this.openLayers(this.sheet.hidden));
      this.sheet = make("div", "map-sheet");
      this.sheet.hidden = true;
      this.switches = this.offers.map(([name, words]) => this.choice("checkbox", name, words, () => this.switchLayers()));
      this.sheet.append(...this.switches.map(({ label }) => label));
      this.hues = this.colours.map(([name, words]) =>
        this.choice("radio", name, words, () => parts.indicator(name))
      );
      if (this.hues.length) this.sheet.append(make("h3", "", this.words.colour), ...this.hues.map(({ label }) => label));
      holder.append(this.opener, this.sheet);
      return holder;
    }

    choice(type, name, words, act) {
      const label = make("label", "map-choice");
      const input = make("input");
      Object.assign(input, { type, name: "map-" + type, value: name });
      input.addEventListener("change", act);
      label.append(input, make("span", "", words));
      return { label, input, name };
    }

    openLayers(isOpen) {
      this.sheet.hidden = !isOpen;
      this.opener.setAttribute("aria-expanded", String(isOpen));
      if (isOpen) this.mark();
    }

    switchLayers() {
      parts.layers(this.switches.filter(({ input }) => input.checked).map(({ name }) => name));
    }

    // What is drawn is what is ticked, whoever chose it.
    mark() {
      for (const { input, name } of this.switches) input.checked = this.view.draws.has(name);
      for (const { input, name } of this.hues) input.checked = this.view.areas.wanted === name;
    }

    // --- search: names are here already; complaints are asked for, of those who may

    search() {
      const words = plain(this.input.value);
      const mine = ++this.asked;
      if (words.length < LEAST_LETTERS) return this.list([]);
      const begins = this.places.filter((place) => place.plain.startsWith(words));
      const within = this.places.filter((place) => !place.plain.startsWith(words) && place.plain.includes(words));
      const found = [...begins, ...within].slice(0, MOST_FOUND);
      this.list(found, this.words.none);
      if (this.caseUrl && this.input.value.trim().length >= LEAST_CASE) {
        setTimeout(() => mine === this.asked && this.askCase(mine, found), WAIT_MS);
      }
    }

    askCase(mine, found) {
      const question = new URLSearchParams({ id: this.input.value.trim() });
      fetch(`${this.caseUrl}?${question}`, { cache: "no-store" })
        .then((response) => (response.ok || response.status === 404 ? response.json() : Promise.reject(response.status)))
        .then((told) => {
          if (mine !== this.asked || !told.id) return;
          const one = { name: told.id, about: this.words.case, go: () => this.chooseCase(told) };
          this.list([one, ...found].slice(0, MOST_FOUND));
        })
        .catch(() => mine === this.asked && this.list(found, this.words.unreachable));
    }

    list(found, otherwise = "") {
      const rows = found.map((place) => {
        const button = make("button");
        button.append(make("b", "", place.name), make("span", "", place.about));
        button.addEventListener("click", () => {
          this.input.value = "";
          this.list([]);
          place.go();
        });
        const row = make("li");
        row.append(button);
        return row;
      });
      if (!rows.length && otherwise) rows.push(make("li", "is-note", otherwise));
      this.found.replaceChildren(...rows);
      this.found.hidden = !rows.length;
    }

    // --- what is touched

    touch({ latlng, containerPoint }) {
      this.list([]);
      this.openLayers(false);
      const point = this.pointAt(containerPoint);
      if (point && point.group) return this.enter(point.group);
      if (point && point.look === "sites") return this.chooseSite(point.key);
      if (point) return this.tell({ kind: "evidence", key: point.key });
      const ward = this.view.areas.wardAt(latlng);
      if (ward < 0) return;
      const [, , district] = this.wards[ward];
      if (this.view.areas.chosen === district) this.chooseWard(ward);
      else this.chooseDistrict(district);
    }

    // The nearest of what can tell of itself: a disc, a site, a hot-spot or an incident.
    pointAt({ x, y }) {
      const { view } = this;
      let [best, nearest] = [FINGER, null];
      const judge = (place, what) => {
        const distance = Math.hypot(place[0] - x, place[1] - y);
        if (distance < best) [best, nearest] = [distance, what];
      };
      for (const name of ["sites", "hotspots"]) {
        const layer = view.draws.has(name) && parts.layer(name);
        if (layer) for (const point of layer.points.values()) judge(view.position(point), point);
      }
      const complaints = view.draws.has("complaints") && parts.layer("complaints");
      if (complaints && complaints.cells) {
        for (const { group } of complaints.cells.byName.values()) if (group) judge(view.onMap(group.wx, group.wy), { group });
      }
      return nearest;
    }

    enter(group) {
      const corners = window.L.latLngBounds([...group.cell.points].map(({ place }) => [place.lat, place.lon]));
      const zoom = Math.min(this.view.map.getBoundsZoom(corners.pad(0.3)), this.view.map.getZoom() + 3);
      this.view.isHand = true;
      this.view.map.setView(corners.getCenter(), zoom, { animate: false });
    }

    chooseDistrict(code) {
      this.tell({ kind: "district", code });
      parts.focus({ district: code });
    }

    chooseWard(index) {
      const [, , code] = this.wards[index];
      this.view.areas.choose(code);
      this.tell({ kind: "district", code, ward: index });
      this.view.lookAt(this.view.areas.cornersOfWard(index));
    }

    chooseSite(key) {
      const { lat, lon } = this.sites.get(key);
      if (!this.view.draws.has("sites")) parts.layers([...this.view.draws, "sites"]);
      this.tell({ kind: "site", key });
      this.view.lookAt(parts.around({ lat, lon }));
    }

    chooseCase(told) {
      this.tell({ kind: "case", told });
      if (told.lat !== null) this.view.lookAt(parts.around(told));
    }

    wholeCity() {
      this.tell(null);
      this.view.areas.choose("");
      this.view.lookAt(null);
    }

    // --- the card

    tell(what) {
      this.shown = what;
      this.draw();
      this.keep();
    }

    // The numbers of an area came anew.
    refresh(code) {
      if (this.shown && this.shown.code === code) this.draw();
    }

    draw() {
      const what = this.shown;
      const top = this.card.scrollTop;
      this.card.hidden = !what;
      this.root.classList.toggle("has-card", Boolean(what));
      if (!what) return this.card.replaceChildren();
      const [title, ...body] = CARDS[what.kind](this, what);
      const close = make("button", "map-button", what.kind === "district" ? this.words.city : this.words.close);
      close.addEventListener("click", () => (what.kind === "district" ? this.wholeCity() : this.tell(null)));
      const head = make("header");
      head.append(make("h3", "", title), close);
      this.card.replaceChildren(head, ...body);
      this.card.scrollTop = top;
    }

    // How much of the map the controls cover to the right, below and above, in CSS pixels. The whole city is shown below
    // the search where the map is small: it has no more room.
    covered() {
      if (this.card.hidden) return [0, 0, 0];
      const { clientWidth, clientHeight } = this.view.box;
      const box = this.card.getBoundingClientRect();
      const above = this.input.offsetHeight + 10;
      return clientWidth >= WIDE ? [box.width, 0, above] : [0, Math.min(box.height, 0.6 * clientHeight), above];
    }

    // --- what was chosen stays

    keep() {
      const { view } = this;
      if (!view.areas || !view.map._loaded) return;
      const { lat, lng } = view.map.getCenter();
      const kept = {
        place: view.isHeld ? [lat, lng, view.map.getZoom()] : null,
        home: view.home && window.L.latLngBounds(view.home).toBBoxString(),
        layers: view.chosen && [...view.chosen],
        indicator: view.areas.wanted,
        district: view.areas.chosen,
        shown: this.shown,
      };
      try {
        sessionStorage.setItem(KEPT + location.pathname, JSON.stringify(kept));
      } catch (error) {
        console.warn("map: what was chosen cannot be kept over a reload", error);
      }
    }

    restore() {
      const kept = readKept();
      if (!kept) return;
      const { view } = this;
      if (kept.layers) view.chosen = new Set(kept.layers);
      if (kept.home) {
        const [west, south, east, north] = kept.home.split(",").map(Number);
        view.home = [[south, west], [north, east]];
      }
      if (kept.place) {
        view.isHeld = true;
        view.map.setView(kept.place.slice(0, 2), kept.place[2], { animate: false });
      }
      view.areas.chosen = kept.district || "";
      if (kept.indicator) view.areas.show(kept.indicator);
      this.shown = kept.shown;
      this.draw();
    }
  }

  function readKept() {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT + location.pathname));
    } catch (error) {
      console.warn("map: what was chosen could not be read", error);
      return null;
    }
  }

  // --- what a card says: its title, then its parts

  function facts(rows) {
    const list = make("dl", "map-facts");
    for (const [words, value] of rows) {
      const row = make("div");
      row.append(make("dt", "", words), make("dd", "", value));
      list.append(row);
    }
    return list;
  }

  const lines = (all) => all.map((words) => make("p", "", words));

  function wardTable(controls, rows, chosen) {
    const table = make("table", "map-table");
    const head = make("tr");
    head.append(make("th", "", controls.words.wards), ...controls.columns.map((words) => make("th", "", words)));
    table.append(head);
    for (const [index, ...numbers] of rows) {
      const row = make("tr", index === chosen ? "is-chosen" : "");
      const name = make("td");
      const button = make("button", "", controls.wards[index][1]);
      button.addEventListener("click", () => controls.chooseWard(index));
      name.append(button);
      row.append(name, ...numbers.map((value) => make("td", "", value)));
      table.append(row);
    }
    return table;
  }

  const CARDS = {
    district: (controls, { code, ward }) => {
      const told = controls.view.areas.numbers.get(code) || { facts: [], wards: [] };
      const title = `${controls.words.district} ${controls.districtNames[code]}`;
      const note = told.note ? [make("p", "is-note", told.note)] : [];
      return [title, facts(told.facts), wardTable(controls, told.wards, ward), ...note];
    },
    site: (controls, { key }) => [controls.sites.get(key).name, ...lines(controls.view.areas.sites[key] || [])],
    evidence: (controls, { key }) => {
      const why = controls.view.areas.evidence.get(key);
      return why ? [why.title, ...lines(why.lines)] : [controls.words.none];
    },
    case: (controls, { told }) => [`${controls.words.case} ${told.id}`, ...lines(told.lines)],
  };

  parts.addControls = (view) => (view.frame && view.frame.dataset.mapControls ? new Controls(view) : null);
})();
