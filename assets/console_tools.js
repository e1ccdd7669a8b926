/* The operators' desk: plain fields, dialogs, answers of the server, and the panel that steers the walls.

   Also the hand-over sheet uses the fields and the answers. */
(function () {
  "use strict";

  const ANSWER_MS = 8000;
  const TOAST_MS = 6000;

  const room = (window.liveRoom = window.liveRoom || {});
  const find = (mark, within) => (within || document).querySelector(`[data-${mark}]`);
  const all = (mark) => document.querySelectorAll(`[data-${mark}]`);
  const field = (name) => document.querySelector(`[data-field="${name}"] :is(input, textarea)`);
  const select = (name) => document.querySelector(`[data-select="${name}"] select`);

  const state = { questions: new Map(), count: 0, dialogKey: null, confirm: null, wall: null, toastTimer: 0, seat: null };

  // --- asking, and what came of it

  const set = (store, data) => window.dash_clientside.set_props(store, { data });

  function ask(question, then) {
    const n = (state.count += 1);
    const timer = setTimeout(() => state.questions.delete(n) && toast(page().failed, true), ANSWER_MS);
    state.questions.set(n, { then, timer });
    set(page().store, { ...question, n });
  }

  function answered(done) {
    const question = state.questions.get(done.n);
    if (!question) return;
    clearTimeout(question.timer);
    state.questions.delete(done.n);
    if (done.reload) location.reload();
    else if (question.then) question.then(done);
    else if (!done.ok) toast(done.words, true);
  }

  function page() {
    const sheet = find("handover");
    if (sheet) return { store: sheet.dataset.actionStore, failed: sheet.dataset.failedWords };
    return { store: find("console").dataset.actionStore, failed: room.desk.say("failed") };
  }

  function toast(words, isProblem) {
    const box = find("toast");
    if (!box || !words) return;
    box.textContent = words;
    box.className = "desk-toast is-shown" + (isProblem ? " is-problem" : "");
    clearTimeout(state.toastTimer);
    state.toastTimer = setTimeout(() => (box.className = "desk-toast"), TOAST_MS);
  }

  const told = (words) => (done) => (done.ok ? toast(words) : toast(done.words, true));

  // --- fields: Dash has no plain ones

  function fillFields() {
    for (const box of all("select")) if (!box.firstElementChild) box.append(newSelect(box));
    for (const box of all("field")) if (!box.firstElementChild) box.append(newField(box));
    const side = find("pane-shown");
    if (side && !side.querySelector('.desk-tabs [aria-pressed="true"]')) showPane(side.dataset.paneShown);
  }

  function newSelect(box) {
    const made = document.createElement("select");
    made.setAttribute("aria-label", box.dataset.label);
    for (const [value, label] of JSON.parse(box.dataset.options)) made.add(new Option(label, value));
    made.addEventListener("change", () => chosen(box.dataset.select, made.value));
    return made;
  }

  function newField(box) {
    const { kind, label, hint, most, rows } = box.dataset;
    const made = document.createElement(kind === "textarea" ? "textarea" : "input");
    made.setAttribute("aria-label", label);
    if (hint) made.placeholder = hint;
    if (Number(most)) made.maxLength = Number(most);
    if (kind === "textarea") made.rows = Number(rows);
    else made.type = kind;
    if (box.dataset.field === "search") made.addEventListener("input", () => room.desk.filter("search", made.value));
    if (box.dataset.field === "minute") made.addEventListener("change", () => steer({ at: cityMs(made.value) }));
    if (box.dataset.field === "remarks") made.value = (find("remarks-kept") || made).textContent || "";
    return made;
  }

  function chosen(name, value) {
    if (name === "desk") sit(value);
    else if (name === "district" || name === "agency") room.desk.filter(name, value);
    else if (name === "indicator") steer({ indicator: value });
    else if (name.startsWith("focus-")) steer({ focus: value ? name.slice("focus-".length) : "", code: value });
  }

  function sit(desk) {
    localStorage.setItem("desk", desk);
    ask({ act: "sit", desk });
  }

  // A minute that is typed is the city's time, wherever this machine stands.
  function cityMs(words) {
    if (!words) return 0;
    const asUtc = Date.parse(words + "Z");
    const zone = find("console").dataset.timeZone;
    const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(asUtc);
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(parts.find((part) => part.type === "timeZoneName").value);
    return sign ? asUtc - (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60000 : asUtc;
  }

  // --- dialogs

  function dialog(name, key) {
    const box = document.querySelector(`[data-dialog="${name}"]`);
    state.dialogKey = key || null;
    for (const input of box.querySelectorAll("textarea")) input.value = "";
    if (name === "shelve") choose("hours", box.querySelector('[data-chooses="hours"]').dataset.value);
    if (!box.open) box.showModal();
    const first = box.querySelector("textarea");
    if (first) first.focus();
  }

  const close = () => document.querySelectorAll("dialog[open]").forEach((box) => box.close());

  function choose(group, value) {
    for (const button of document.querySelectorAll(`[data-chooses="${group}"]`))
      button.setAttribute("aria-pressed", String(button.dataset.value === value));
  }

  function save(act, name, more) {
    const text = field(name).value;
    const [kind, ref] = room.desk.split(state.dialogKey);
    ask({ act, kind, ref, text, ...more }, (done) => {
      if (done.ok) close();
      toast(done.ok ? room.desk.say("done") : done.words, !done.ok);
    });
  }

  const hours = () => Number(document.querySelector('[data-chooses="hours"][aria-pressed="true"]').dataset.value);

  // --- the walls

  const walls = () => room.desk.state.desk.walls || [];
  const wall = () => walls().find((one) => one.id === state.wall) || null;

  function desk(now, before) {
    drawPeople(now);
    for (const one of now.walls || []) {
      const old = (before.walls || []).find((other) => other.id === one.id);
      if (old && old.driver === room.desk.me() && one.driver && one.driver !== old.driver)
        toast(room.desk.say("takenFrom", { name: one.driverName, wall: one.name, time: one.since }), true);
    }
    if (!wall()) state.wall = ((now.walls || []).find((one) => one.isOn) || (now.walls || [])[0] || {}).id || null;
    drawWalls();
  }

  function drawPeople(now) {
    const people = now.present || [];
    const header = find("present");
    if (header) header.textContent = [...new Set(people.map((one) => one.name))].join(", ") || header.dataset.nobody;
    const list = find("people");
    if (!list) return;
    const items = people.map((one) => {
      const item = document.createElement("li");
      item.append(one.name, strong(one.desk), quiet(list.dataset.since.replace("{time}", one.since)));
      return item;
    });
    list.replaceChildren(...(items.length ? items : [quiet(list.dataset.none)]));
    const mine = people.find((one) => one.who === room.desk.me());
    const kept = localStorage.getItem("desk") || "";
    const box = select("desk");
    if (box && mine) box.value = mine.desk || kept;
    if (mine && !mine.desk && kept && state.seat !== kept) sit((state.seat = kept));
  }

  const tagged = (name, className) => (words) => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = words;
    return made;
  };
  const quiet = tagged("span", "desk-note");
  const strong = tagged("b", "");

  function drawWalls() {
    const box = find("walls");
    if (!box) return;
    const buttons = walls().map((one) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "desk-wall" + (one.isOn ? " is-on" : "");
      made.dataset.wallId = one.id;
      made.setAttribute("aria-pressed", String(one.id === state.wall));
      made.append(strong(one.name), quiet(room.desk.say(one.isOn ? "connected" : "notConnected")));
      return made;
    });
    box.replaceChildren(...(buttons.length ? buttons : [quiet(box.dataset.none)]));
    find("steering").classList.toggle("is-absent", !wall());
    if (wall()) drawSteering(wall());
  }

  function drawSteering(one) {
    const words = one.driver
      ? room.desk.say("driven", { name: one.driverName, time: one.since })
      : room.desk.say("selfDriven");
    find("driver").textContent = words;
    document.querySelector('[data-tool="release-wall"]').disabled = one.driver !== room.desk.me();
    choose("scene", one.view.scene);
    choose("mode", one.view.mode);
    choose("pinned", one.view.pinned ? "1" : "");
    document.querySelector('[data-chooses="mode"][data-value="staff"]').disabled = !one.isStaff;
    find("mode_note".replace("_", "-")).classList.toggle("is-absent", one.isStaff);
    for (const button of all("layer")) button.setAttribute("aria-pressed", String(one.view.layers.includes(button.dataset.layer)));
    for (const kind of ["district", "agency", "site"]) {
      const box = select("focus-" + kind);
      if (box) box.value = one.view.focus === kind ? one.view.code : "";
    }
    document.querySelector('.desk-steering [data-tool="focus-case"]').setAttribute("aria-pressed", String(one.view.focus === "case"));
    select("indicator").value = one.view.indicator;
    if (!one.view.at && document.activeElement !== field("minute")) field("minute").value = "";
  }

  // Each touch sends the whole view, with what was asked just before: a quick hand loses nothing on the way.
  function steer(change, confirmed) {
    const one = wall();
    if (!one) return;
    const before = { ...one.view };
    Object.assign(one.view, change);
    ask({ act: "steer", wall: one.id, ...one.view, confirmed: Boolean(confirmed) }, (done) => {
      if (done.ok) return;
      Object.assign(one.view, before);
      drawSteering(wall() || one);
      if (done.problem !== "driven") toast(done.words, true);
      else confirmThen(room.desk.say("takeOver", { wall: one.name, name: done.who, time: done.since }), () => steer(change, true));
    });
  }

  function confirmThen(question, then) {
    find("question").textContent = question;
    state.confirm = then;
    document.querySelector('[data-dialog="confirm"]').showModal();
    document.querySelector('[data-tool="confirm"]').focus();
  }

  function showCase(key) {
    const shown = key || room.desk.state.opened || room.desk.state.cursor;
    if (!shown || !shown.startsWith("complaint:")) return;
    steer({ focus: "case", code: room.desk.split(shown)[1] });
  }

  // What a field says becomes a line of the shift's decisions, and the field is free for the next.
  function write(name, wish) {
    ask({ ...wish, text: field(name).value }, (done) => {
      if (done.ok) field(name).value = "";
      toast(done.ok ? room.desk.say("done") : done.words, !done.ok);
    });
  }

  const guests = () => ask({ act: "guests" }, told(room.desk.say("done")));

  function showPane(name) {
    const side = find("pane-shown");
    side.dataset.paneShown = name;
    choose("pane", name);
  }

  // --- clicks

  const TOOLS = {
    help: () => dialog("keys"),
    cancel: close,
    confirm: () => (close(), state.confirm && state.confirm()),
    reorder: () => room.desk.reorder(),
    "shelve-save": () => save("shelve", "reason", { hours: hours() }),
    "comment-save": () => save("comment", "comment"),
    "release-wall": () => ask({ act: "release_wall", wall: state.wall }),
    "focus-case": () => showCase(room.desk.state.opened),
    decide: () => write("decision", { act: "decide", about: room.desk.state.opened || "" }),
    "set-status": () => write("status-reason", { act: "set_status", level: Number(select("level").value) }),
    "sheet-save": () => ask({ act: "keep_sheet", text: field("remarks").value }),
    "sheet-sign": (button) => ask({ act: "sign_sheet", shift: Number(button.dataset.shift) }),
    print: () => window.print(),
    acknowledge: () => room.desk.act("acknowledge", room.desk.state.opened),
    own: () => room.desk.own(room.desk.state.opened),
    release: () => room.desk.act("release", room.desk.state.opened),
    comment: () => dialog("comment", room.desk.state.opened),
    shelve: () => room.desk.shelve(room.desk.state.opened),
    unshelve: () => room.desk.act("unshelve", room.desk.state.opened),
  };

  const CHOICES = {
    kind: (value) => room.desk.filter("kind", value),
    pane: showPane,
    scene: (value) => steer({ scene: value, pinned: value ? wall().view.pinned : false }),
    mode: (value) => steer({ mode: value }),
    pinned: () => steer({ pinned: !wall().view.pinned }),
    hours: (value) => choose("hours", value),
  };

  function onClick(event) {
    if (!find("console") && !find("handover")) return;
    const button = event.target.closest("button");
    if (!button) return;
    const { tool, chooses, value, toggles, layer, wallId } = button.dataset;
    if (tool in TOOLS) {
      event.preventDefault();
      TOOLS[tool](button);
    } else if (chooses in CHOICES) CHOICES[chooses](value);
    else if (toggles) toggle(button, toggles);
    else if (layer) toggleLayer(layer);
    else if (wallId) {
      state.wall = wallId;
      drawWalls();
    }
  }

  function toggle(button, name) {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOn));
    room.desk.filter(name, isOn);
  }

  function toggleLayer(name) {
    const { layers } = wall().view;
    steer({ layers: layers.includes(name) ? layers.filter((one) => one !== name) : [...layers, name] });
  }

  room.deskTools = { set, ask, answered, toast, dialog, desk, showPane, showCase, guests };

  // The hand-over sheet has no list: its answers come here.
  if (!room.desk) room.desk = { take: (_work, _desk, done) => done && answered(done) };
  const takeRows = room.desk.take;
  room.desk.take = (work, now, done) => {
    fillFields();
    if (find("console")) takeRows(work, now, done);
    else if (done) answered(done);
  };

  document.addEventListener("click", onClick);
  window.addEventListener("load", () => setInterval(fillFields, 250));
})();
