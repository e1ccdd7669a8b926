/* The live channel, screen side: the server announces, the screen asks.

   The server sends pulses; when one tells of something newer, and nothing is being asked, the screen asks once for
   all that changed since its own number. So a slow or sleeping screen never has a queue to work off, and the first
   paint, updates and reconnections are the same question. Component ids come from the server; none stands here. */
(function () {
  "use strict";

  const PULSE_LIMIT_MS = 2500; // without a pulse for longer than this, nothing on the screen may look live
  const REPLY_LIMIT_MS = 5000;
  const POLL_MS = 1000;
  const WATCH_MS = 250;
  const RETRY_MS = 3000; // the client does not retry by itself after a refusal
  const CONNECT_LIMIT_MS = 4000;

  const WORST_FIRST = ["lost", "late", "unknown", "quiet", "good"];

  const root = document.documentElement;
  const find = (name) => document.querySelector(`[data-live="${name}"]`);

  const state = {
    page: null,
    audience: null,
    boot: null,
    seq: -1,
    socket: null,
    isBlocked: false, // the last attempt to connect a socket failed: the screen polls meanwhile
    tries: 0, // counts questions, so that a late reply to an abandoned one is known
    asking: false,
    pulse: null, // the newest pulse
    pulseAt: null, // when it came, by this machine's monotonic clock
    dataAt: null, // when the newest fact of the picture on this screen was heard of, by the same clock
    currentAt: null, // when the picture was last known to be the newest there is, by the same clock
    startedAt: 0,
    retriedAt: 0,
    polledAt: 0,
  };

  // --- connecting

  function connect(audience) {
    disconnect();
    Object.assign(state, { audience, boot: null, seq: -1, pulse: null, pulseAt: null, dataAt: null, currentAt: null });
    state.isBlocked = false;
    state.startedAt = performance.now();
    if (audience === null || !window.io) return;
    const socket = window.io({
      auth: { audience },
      transports: ["websocket", "polling"],
      timeout: CONNECT_LIMIT_MS,
      tryAllTransports: true, // where a proxy blocks sockets, long polling may still pass
      reconnectionDelay: 500,
      reconnectionDelayMax: 3000,
    });
    socket.on("pulse", onPulse);
    socket.on("connect", () => {
      state.isBlocked = false;
      abandon();
    });
    socket.on("connect_error", () => {
      state.isBlocked = true;
      if (!socket.active) tell("refused", null); // the server answered, and said no
    });
    socket.on("steer", (told) => tell("steer", told));
    socket.on("disconnect", abandon);
    state.socket = socket;
  }

  function disconnect() {
    if (state.socket) {
      state.socket.off();
      state.socket.disconnect();
    }
    state.socket = null;
    abandon();
  }

  function abandon() {
    state.tries += 1;
    state.asking = false;
  }

  // What other scripts of the page want to know.
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent("liveroom:" + name, { detail }));

  // --- pulses

  function onPulse(pulse) {
    state.pulse = pulse;
    state.pulseAt = performance.now();
    endSilence();
    markFeeds(pulse.feeds || {}, pulse.ages || {});
    if (!isBehind()) Object.assign(state, { dataAt: heardAt(), currentAt: state.pulseAt });
    tell("pulse", pulse);
    askIfNewer();
  }

  // The city's clock as the server last told it, milliseconds since 1970; nothing before the first pulse.
  (window.liveRoom = window.liveRoom || {}).cityNow = () => state.pulse && state.pulse.now;

  // A pulse tells how many seconds ago the latest word of any feed came.
  function heardAt() {
    const { age } = state.pulse;
    return typeof age === "number" ? state.pulseAt - 1000 * age : null;
  }

  // A part that rests on several feeds is as good as the worst of them, and as old as the oldest of those.
  function markFeeds(feeds, ages) {
    for (const element of document.querySelectorAll("[data-feed]")) {
      const codes = element.dataset.feed.split(" ");
      const worst = WORST_FIRST.find((word) => codes.some((code) => feeds[code] === word)) || "unknown";
      const seconds = codes.filter((code) => feeds[code] === worst && code in ages).map((code) => ages[code]);
      const age = seconds.length ? duration(coarse(Math.max(...seconds)), unitsOfPage()) : "";
      if (element.dataset.feedState !== worst) element.dataset.feedState = worst;
      if ((element.dataset.feedAge || "") !== age) element.dataset.feedAge = age;
    }
  }

  // Below a minute by steps of five seconds, so that no mark changes at each pulse.
  const coarse = (seconds) => (seconds < 60 ? seconds - (seconds % 5) : seconds);

  function unitsOfPage() {
    const banner = find("connection");
    return (banner && banner.dataset.units) || "s min h";
  }

  // --- questions: one at a time

  // A reply may be newer than the pulse that led to it: only a greater number, or another start, is news.
  const isBehind = () => state.pulse && (state.pulse.boot !== state.boot || state.pulse.seq > state.seq);

  // A viewer may hold the picture still; pulses still come, and what they tell of feeds and silence is shown.
  const isPaused = () => !!document.querySelector('[data-live-paused="true"]');

  function askIfNewer() {
    if (state.asking || isPaused() || !isBehind() || !state.socket || !state.socket.connected) return;
    const since = state.boot === null ? -1 : state.seq;
    const announcedAt = state.pulseAt;
    const mine = startQuestion();
    state.socket.timeout(REPLY_LIMIT_MS).emit("frame", { since, boot: state.boot }, (error, reply) => {
      if (mine !== state.tries) return;
      if (error) abandon();
      else take(reply, mine, announcedAt);
    });
  }

  function startQuestion() {
    state.asking = true;
    state.tries += 1;
    return state.tries;
  }

  // A hidden page gets no animation frame: the frame then waits here, and with it the next question.
  function take(reply, mine, announcedAt) {
    requestAnimationFrame(() => {
      if (mine !== state.tries) return;
      state.asking = false;
      if (isPaused()) return;
      try {
        const frame = typeof reply === "string" ? JSON.parse(reply) : reply;
        draw(frame);
        Object.assign(state, { boot: frame.boot, seq: frame.seq, dataAt: heardAt() });
        if (!isBehind()) state.currentAt = performance.now();
        // The next animation frame starts after this one is painted.
        requestAnimationFrame(() => showLatency(frame.latency, announcedAt));
      } catch (error) {
        console.error("frame: could not be drawn; the whole is asked for", error);
        state.boot = null;
        return;
      }
      askIfNewer();
    });
  }

  // --- drawing

  function draw(frame) {
    for (const [id, props] of Object.entries(frame.props || {})) setProps(id, props);
    for (const [name, change] of Object.entries(frame.layers || {})) window.liveRoom.layers.apply(name, change);
    tell("drawn", null);
    markFeeds((state.pulse && state.pulse.feeds) || {}, (state.pulse && state.pulse.ages) || {}); // the frame may have told what rests on which feed
  }

  // After another picture was drawn over this one, the whole is asked for.
  (window.liveRoom = window.liveRoom || {}).askWhole = () => (state.boot = null);

  // What shows the past draws by the same means, and says of the feeds what was said then.
  const room = (window.liveRoom = window.liveRoom || {});
  room.drawPast = (frame) => {
    draw(frame);
    markFeeds(frame.feeds || {}, frame.ages || {});
  };

  // How this page is told of the city; ages are milliseconds.
  room.road = () => {
    const now = performance.now();
    const socket = state.socket;
    const isConnected = !!(socket && socket.connected);
    const isWebSocket = isConnected && socket.io.engine.transport.name === "websocket";
    return {
      word: isWebSocket ? "socket" : isConnected ? "long-polling" : "polling",
      seq: state.seq,
      pulseAge: state.pulseAt === null ? null : now - state.pulseAt,
      currentAge: now - (state.currentAt === null ? state.startedAt : state.currentAt),
      isCurrentKnown: state.currentAt !== null,
    };
  };

  // Says something to the server over the socket; false where none is open. The answer may never come.
  room.say = (event, detail, answered) => {
    const socket = state.socket;
    if (!socket || !socket.connected) return false;
    socket.timeout(REPLY_LIMIT_MS).emit(event, detail, (error, reply) => answered(error ? null : reply));
    return true;
  };

  function setProps(id, props) {
    try {
      room.setProps(id, props);
    } catch (error) {
      console.error(`frame: ${id} could not be set`, error); // one bad panel must not stop the others
    }
  }

  function showLatency(latency, announcedAt) {
    if (!latency) return;
    const seconds = (latency.server_ms + performance.now() - announcedAt) / 1000;
    const shown = find("latency");
    const mark = (shown && shown.dataset.decimalMark) || ",";
    const words = seconds < 0.1 ? "< 0.1" : seconds.toFixed(1);
    const text = latency.template.replace("{s}", words.replace(".", mark));
    if (!shown || shown.textContent !== text) setProps(latency.id, { children: text });
  }

  // --- silence

  function setConnection(word) {
    if (root.dataset.connection !== word) root.dataset.connection = word;
  }

  function endSilence() {
    setConnection("ok");
    const banner = find("connection");
    if (banner && banner.textContent) banner.textContent = "";
  }

  // The words come with the page: {time} is the city's time of the last pulse, {age} how long ago that was.
  function tellSilence() {
    const banner = find("connection");
    if (!banner) return;
    const { lostText, neverText, timeZone, timeMark, units } = banner.dataset;
    const silentMs = performance.now() - (state.pulseAt === null ? state.startedAt : state.pulseAt);
    const template = state.pulse ? lostText : neverText;
    const text = template
      .replace("{time}", state.pulse ? cityTime(state.pulse.now, timeZone, timeMark) : "")
      .replace("{age}", duration(silentMs / 1000, units));
    if (banner.textContent !== text) banner.textContent = text;
  }

  // The age of what is seen: it grows while the road, the feeds or the viewer's pause hold the picture still.
  function tellAge() {
    const shown = find("age");
    if (!shown) return;
    const { ageText, unknownText, units } = shown.dataset;
    const age = state.dataAt === null ? null : Math.max(0, performance.now() - state.dataAt) / 1000;
    const text = age === null ? unknownText : ageText.replace("{age}", duration(age, units));
    if (shown.textContent !== text) shown.textContent = text;
  }

  function cityTime(ms, timeZone, timeMark) {
    const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
    return clock.format(ms).replace(":", timeMark);
  }

  function duration(seconds, units) {
    const [second, minute, hour] = units.split(" ");
    if (seconds < 60) return Math.floor(seconds) + " " + second;
    if (seconds < 3600) return Math.floor(seconds / 60) + " " + minute;
    return Math.floor(seconds / 3600) + " " + hour;
  }

  // --- the watch: finds the page's audience, notices silence, heals what does not heal by itself

  function watch() {
    const page = document.querySelector("[data-live-audience]");
    const audience = (page && page.dataset.liveAudience) || null; // a page that shows the past names none
    if (audience !== state.audience) connect(audience);
    if (page !== state.page) Object.assign(state, { page, boot: null }); // mounted anew: it stands as it was laid out
    if (audience === null) return;
    const now = performance.now();
    if (now - (state.pulseAt === null ? state.startedAt : state.pulseAt) > PULSE_LIMIT_MS) {
      setConnection("lost");
      tellSilence();
    }
    tellAge();
    retrySocket(now);
    if (!state.socket || state.isBlocked) poll(now);
    askIfNewer();
  }

  function retrySocket(now) {
    const socket = state.socket;
    if (!socket || socket.connected || socket.active || now - state.retriedAt < RETRY_MS) return;
    state.retriedAt = now;
    socket.connect();
  }

  // --- polling, where no socket passes: a reply counts as a pulse

  function poll(now) {
    if (state.asking || now - state.polledAt < POLL_MS) return;
    state.polledAt = now;
    const mine = startQuestion();
    const since = state.boot === null ? -1 : state.seq;
    const query = new URLSearchParams({ since, boot: state.boot || "", audience: state.audience });
    fetch("/live/frame?" + query, { signal: AbortSignal.timeout(REPLY_LIMIT_MS), cache: "no-store" })
      .then((response) => (response.ok ? withAge(response) : refused(response)))
      .then(({ frame, age, release }) => {
        if (mine !== state.tries) return;
        const announcedAt = performance.now();
        onPulse({ boot: frame.boot, seq: frame.seq, now: frame.now, feeds: frame.feeds, ages: frame.ages, age, release });
        take(frame, mine, announcedAt);
      })
      .catch(() => mine === state.tries && abandon());
  }

  function refused(response) {
    if (response.status === 403) tell("refused", null);
    return Promise.reject(new Error(response.statusText));
  }

  // The body is the same for all who ask: how old the data is, the server's release, and what a wall is asked to show,
  // stand in headers.
  async function withAge(response) {
    const steering = response.headers.get("Steering");
    if (steering !== null) tell("steer", JSON.parse(steering));
    const age = response.headers.get("Data-Age");
    const release = response.headers.get("Release") || "";
    return { frame: await response.json(), age: age === null ? null : Number(age), release };
  }

  // --- waking: ask at once rather than at the next pulse

  function wake() {
    if (document.visibilityState === "hidden") return;
    const socket = state.socket;
    if (socket && !socket.connected) socket.connect();
    watch();
  }

  // Dash loads the files of sub-folders, the socket client among them, after this one.
  window.addEventListener("load", () => {
    watch();
    setInterval(watch, WATCH_MS);
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("pageshow", wake);
    window.addEventListener("online", wake);
  });
})();
