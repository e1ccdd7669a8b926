/* The operators' desk: draws the work list, keeps it still under the cursor, and does everything by keyboard.

   Rows and how they are handled come with the frames; what is opened and done is set into the page's stores, whose
   names the page itself says. Rows are drawn with their text as text: nothing that a report brings becomes markup. */
(function () {
  "use strict";

  const MINUTE = 60000;
  const HOUR = 60 * MINUTE;
  const WATCH_MS = 250;
  const TAKE_OVER_MS = 8000; // a second press within so long takes a row over
  const BANDS = ["life", "now", "soon", "lost", "later", "paused"];
  const SHAPES = { call: "triangle", alarm: "diamond", incident: "hexagon", queue: "square", complaint: "dot" };

  const room = (window.liveRoom = window.liveRoom || {});
  const find = (mark, within) => (within || document).querySelector(`[data-${mark}]`);
  const all = (mark) => document.querySelectorAll(`[data-${mark}]`);

  const state = {
    page: null,
    words: null,
    work: null, // the newest rows, in the order that holds now
    rows: new Map(), // key -> row, of what is shown
    order: [], // the keys in the order that is shown
    elements: new Map(), // key -> the row's element
    desk: { handlings: {}, present: [], walls: [] },
    filters: { kind: "", district: "", agency: "", search: "", mine: false, unowned: false, shelved: false },
    cursor: null,
    opened: null,
    touchedAt: -Infinity, // the operator's last key or click in the list, by this machine's clock
    now: 0, // the city's clock
    asked: "", // the row that "own" was refused for, which a second press takes over
    askedAt: -Infinity,
    reopenedAt: -Infinity,
  };

  const keyOf = (row) => row.k + ":" + row.r;
  const me = () => state.page.dataset.console;
  const say = (name, values) =>
    Object.entries(values || {}).reduce((text, [key, value]) => text.replace(`{${key}}`, value), state.words.script[name]);

  // --- what the frames bring

  function take(work, desk, done) {
    if (!adopt()) return;
    if (desk && desk !== state.desk) takeDesk(desk);
    if (work && work !== state.work) {
      state.work = work;
      if (!isHeld()) reorder();
    }
    draw();
    if (done) room.deskTools.answered(done);
  }

  function takeDesk(desk) {
    const before = state.desk;
    state.desk = desk;
    if (state.opened && shownHandling(before, state.opened) !== shownHandling(desk, state.opened)) reopen();
    room.deskTools.desk(desk, before);
  }

  const shownHandling = (desk, key) => JSON.stringify((desk.handlings || {})[key] || null);

  // --- the order: held while the operator works in the list

  const isHeld = () => performance.now() - state.touchedAt < 1000 * Number(state.page.dataset.holdSeconds);

  const touch = () => (state.touchedAt = performance.now());

  function reorder() {
    if (!state.work) return;
    const list = find("work-rows");
    // Who only looks on sees what is first now; a row that is open keeps the cursor, for keys act on it.
    const isFirst = list.scrollTop === 0 && state.cursor === shownKeys()[0] && state.cursor !== state.opened;
    if (!isHeld() && isFirst) state.cursor = null;
    const before = offsetOf(state.cursor);
    state.rows = new Map(state.work.rows.map((row) => [keyOf(row), row]));
    state.order = [...state.rows.keys()];
    draw();
    const after = offsetOf(state.cursor);
    if (before !== null && after !== null) list.scrollTop += after - before; // the row stays under the eye
  }

  function offsetOf(key) {
    const element = key && state.elements.get(key);
    return element && element.isConnected ? element.offsetTop - find("work-rows").scrollTop : null;
  }

  // How many rows are new, gone or elsewhere since the order was held.
  function waiting() {
    const fresh = state.work ? state.work.rows.map(keyOf) : [];
    const known = new Set(fresh);
    const added = fresh.filter((key) => !state.rows.has(key)).length;
    const gone = state.order.filter((key) => !known.has(key)).length;
    const kept = state.order.filter((key) => known.has(key));
    const moved = fresh.filter((key) => state.rows.has(key)).some((key, place) => key !== kept[place]);
    return { added, total: added + gone + (moved ? 1 : 0) };
  }

  // --- filters

  function isShown(key, row) {
    const { kind, district, agency, search, mine, unowned, shelved } = state.filters;
    const handling = state.desk.handlings[key] || {};
    const isShelved = handling.until > state.now;
    if (shelved !== isShelved) return false;
    if (kind && row.k !== kind) return false;
    if (district && row.d !== district) return false;
    if (agency && row.a !== agency) return false;
    if (mine && handling.own !== me()) return false;
    if (unowned && handling.own) return false;
    return !search || `${row.r} ${row.w} ${row.p} ${row.s} ${row.a}`.toLowerCase().includes(search.toLowerCase());
  }

  const shownKeys = () => state.order.filter((key) => isShown(key, state.rows.get(key)));

  // --- drawing

  function draw() {
    const list = find("work-rows");
    if (!list || !state.work) return;
    const keys = shownKeys();
    if (!keys.includes(state.cursor)) state.cursor = keys[0] || null;
    const gone = new Set(state.work.rows.map(keyOf));
    const elements = keys.map((key) => drawRow(key, state.rows.get(key), !gone.has(key)));
    place(list, elements);
    for (const [key, element] of state.elements) if (!state.rows.has(key)) forget(key, element);
    list.setAttribute("aria-activedescendant", state.cursor ? idOf(state.cursor) : "");
    drawNotes(keys.length);
    checkSheet();
  }

  function place(list, elements) {
    if (!elements.length) {
      const empty = document.createElement("p");
      empty.className = "work-empty";
      empty.textContent = state.words.noRows;
      list.replaceChildren(empty);
      return;
    }
    if (elements.length === list.children.length && elements.every((element, i) => list.children[i] === element)) return;
    list.replaceChildren(...elements);
  }

  function forget(key, element) {
    element.remove();
    state.elements.delete(key);
  }

  const idOf = (key) => "row-" + encodeURIComponent(key);

  function drawRow(key, row, isGone) {
    let element = state.elements.get(key);
    if (!element) {
      element = newRow(key);
      state.elements.set(key, element);
    }
    const handling = state.desk.handlings[key] || {};
    const [stateName, who] = standing(handling);
    const [clock, isLost] = clockWords(row);
    setClass(element, `work-row is-${BANDS[row.b]} is-${stateName}${isLost ? " is-over" : ""}${isGone ? " is-gone" : ""}`);
    element.setAttribute("aria-selected", String(key === state.cursor));
    element.toggleAttribute("data-opened-row", key === state.opened);
    const [kind, what, where, whose, left, stand] = element.children;
    setClass(kind.firstChild, `shape ${SHAPES[row.k]}`);
    setText(kind.lastChild, state.words.kinds[row.k]);
    setText(what.firstChild, row.w || state.words.kinds[row.k]);
    setText(what.lastChild, detail(row, handling));
    setText(where, row.p || "–");
    setText(whose, row.s || "–");
    setText(left.firstChild, clock);
    setText(left.lastChild, state.words.clocks[row.c] || "");
    setText(stand.firstChild, isGone ? say("gone") : state.words.states[stateName]);
    setText(stand.lastChild, who);
    return element;
  }

  function newRow(key) {
    const element = document.createElement("div");
    element.id = idOf(key);
    element.setAttribute("role", "option");
    element.dataset.key = key;
    element.innerHTML =
      "<span class='work-kind'><i></i><span></span></span><span class='work-what'><b></b><small></small></span>" +
      "<span class='work-where'></span><span class='work-whose'></span>" +
      "<span class='work-left'><b></b><small></small></span><span class='work-state'><b></b><small></small></span>";
    return element;
  }

  function detail(row, handling) {
    const parts = [];
    if (row.k === "complaint") parts.push(row.r);
    if (row.t) parts.push(row.t);
    if (row.k === "queue") parts.push(say("people", { n: row.n }));
    if (row.k === "incident") parts.push(say("reports", { n: row.n }));
    if (row.k === "call") parts.push(row.n ? say("units", { n: row.n }) : say("noUnits"));
    if (row.f) parts.push(say("firstOut", { n: row.f }));
    if (handling.notes) parts.push("✎ " + handling.notes);
    return parts.join(" · ");
  }

  function standing(handling) {
    if (handling.until > state.now) return ["shelved", say("until", { time: handling.untilWords })];
    if (handling.own) return ["owned", handling.name];
    return handling.ack ? ["acknowledged", handling.name] : ["new", ""];
  }

  function clockWords(row) {
    if (!row.due) return [say("since", { age: age(state.now - row.at) }), false];
    const left = row.due - (row.stop || state.now);
    if (row.stop && left >= 0) return [say("paused", { age: age(left) }), false];
    return left >= 0 ? [say("left", { age: age(left) }), false] : [say("over", { age: age(-left) }), true];
  }

  function age(ms) {
    const [minute, hour, day] = state.words.units;
    const minutes = Math.max(0, Math.floor(ms / MINUTE));
    if (minutes < 1) return `< 1 ${minute}`;
    if (minutes < 60) return `${minutes} ${minute}`;
    const hours = Math.floor(minutes / 60);
    if (hours < 10) return `${hours} ${hour} ${minutes % 60} ${minute}`;
    if (hours < 48) return `${hours} ${hour}`;
    return `${Math.floor(hours / 24)} ${day}`;
  }

  function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function setClass(element, name) {
    if (element.className !== name) element.className = name;
  }

  function drawNotes(shown) {
    const { added, total } = waiting();
    const changed = document.querySelector('[data-tool="reorder"]');
    changed.classList.toggle("is-absent", !total);
    setText(changed, total ? (added ? say("newRows", { n: added }) + ", " : "") + say("changed", { n: total }) : "");
    setText(find("counts"), say("rows", { n: shown }));
    const more = find("more");
    more.classList.toggle("is-absent", !state.work.more);
    setText(more, state.work.more ? state.words.more.replace("{n}", state.work.more) : "");
    for (const button of all("chooses")) if (button.dataset.chooses === "kind") countKind(button);
    const shelved = state.order.filter((key) => (state.desk.handlings[key] || {}).until > state.now).length;
    setText(document.querySelector('[data-toggles="shelved"] i'), String(shelved || ""));
  }

  function countKind(button) {
    const kind = button.dataset.value;
    const n = state.order.filter((key) => !kind || state.rows.get(key).k === kind).length;
    setText(button.querySelector("i"), String(n));
    button.setAttribute("aria-pressed", String(state.filters.kind === kind));
  }

  // --- cursor and opening

  function move(step) {
    const keys = shownKeys();
    if (!keys.length) return;
    const at = keys.indexOf(state.cursor);
    state.cursor = keys[Math.max(0, Math.min(keys.length - 1, at + step))];
    draw();
    state.elements.get(state.cursor).scrollIntoView({ block: "nearest" });
  }

  function open(key) {
    if (!key) return;
    state.opened = key;
    reopen();
    room.deskTools.showPane("case");
    draw();
  }

  // Answers may come in another order than questions: a sheet that says something else than the list is asked for anew.
  function checkSheet() {
    const sheet = document.querySelector(".desk-case [data-opened]");
    if (!sheet || sheet.dataset.opened !== state.opened || performance.now() - state.reopenedAt < 2000) return;
    const [name] = standing(state.desk.handlings[state.opened] || {});
    if (!sheet.querySelector(`.case-state.is-${name}`)) reopen();
  }

  function reopen() {
    state.reopenedAt = performance.now();
    const [kind, ref] = split(state.opened);
    room.deskTools.set(state.page.dataset.openStore, { kind, ref, n: performance.now() });
  }

  const split = (key) => [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];

  // What a key acts on: the opened row where its sheet has the focus, else the row under the cursor.
  const target = () => {
    const isInSheet = document.activeElement && document.activeElement.closest(".desk-case");
    return (isInSheet && state.opened) || state.cursor || state.opened;
  };

  function openTyped() {
    const keys = shownKeys();
    if (keys.length) return open(keys[0]);
    const typed = state.filters.search.trim();
    if (typed) open("complaint:" + typed); // a ticket that is not on the list, since it is closed or not urgent
  }

  // --- what is done with a row

  function act(name, key, more) {
    const [kind, ref] = split(key);
    room.deskTools.ask({ act: name, kind, ref, ...more }, (done) => {
      if (done.ok) return;
      if (done.problem === "owned_by_other" && name === "own") {
        Object.assign(state, { asked: key, askedAt: performance.now() });
        const handling = state.desk.handlings[key] || {};
        room.deskTools.toast(say("ownTakeOver", { name: handling.name || "" }));
      } else room.deskTools.toast(done.words, true);
    });
  }

  function own(key) {
    const isAgain = state.asked === key && performance.now() - state.askedAt < TAKE_OVER_MS;
    act(isAgain ? "take_over" : "own", key);
    if (isAgain) state.asked = "";
  }

  function shelve(key) {
    const handling = state.desk.handlings[key] || {};
    if (handling.until > state.now) act("unshelve", key);
    else room.deskTools.dialog("shelve", key);
  }

  const ROW_KEYS = {
    a: (key) => act("acknowledge", key),
    o: own,
    l: (key) => act("release", key),
    s: shelve,
    c: (key) => room.deskTools.dialog("comment", key),
    w: (key) => room.deskTools.showCase(key),
  };

  const LIST_KEYS = {
    j: () => move(1),
    ArrowDown: () => move(1),
    k: () => move(-1),
    ArrowUp: () => move(-1),
    Home: () => move(-Infinity),
    End: () => move(Infinity),
    Enter: () => open(state.cursor),
    r: () => reorder(),
    "/": () => document.querySelector('[data-field="search"] input').focus(),
    g: () => room.deskTools.guests(),
    "?": () => room.deskTools.dialog("keys"),
  };

  function onKey(event) {
    if (!adopt() || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.target.matches("input, textarea, select")) return onTyping(event);
    if (event.key === "Enter" && event.target.matches("button, a, summary")) return;
    const isArrow = event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End";
    if (isArrow && event.target.closest(".desk-side")) return;
    const perform = LIST_KEYS[event.key] || (ROW_KEYS[event.key] && target() && (() => ROW_KEYS[event.key](target())));
    if (event.key === "Escape") find("work-rows").focus();
    if (!perform) return;
    touch();
    event.preventDefault();
    perform();
  }

  function onTyping(event) {
    const isSearch = event.target.closest('[data-field="search"]');
    if (event.key === "Escape") {
      if (isSearch) filter("search", (event.target.value = ""));
      find("work-rows").focus();
    }
    if (isSearch && event.key === "Enter") openTyped();
  }

  function onClick(event) {
    const row = event.target.closest(".work-row");
    if (!row || !adopt()) return;
    touch();
    state.cursor = row.dataset.key;
    open(state.cursor);
  }

  function filter(name, value) {
    state.filters[name] = value;
    touch();
    draw();
  }

  // --- the page

  function adopt() {
    const page = find("console");
    if (page !== state.page) {
      state.page = page;
      if (page) {
        Object.assign(state, { words: JSON.parse(page.dataset.words), work: null, order: [], cursor: null, opened: null });
        state.rows.clear();
        state.elements.clear();
      }
    }
    return Boolean(page);
  }

  room.desk = { take, state, act, own, shelve, filter, reorder, open, say, draw, touch, target, split, me };

  document.addEventListener("liveroom:pulse", (event) => {
    state.now = event.detail.now || state.now;
    if (!adopt()) return;
    if (!isHeld() && waiting().total) reorder();
    else draw();
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("pointerdown", (event) => event.target.closest(".work-rows") && adopt() && touch());
  window.addEventListener("load", () => setInterval(adopt, WATCH_MS));
})();
