/* The shapes that the map's points are drawn with: each once, in device pixels, as a sprite. */
(function () {
  "use strict";

  const parts = ((window.liveRoom = window.liveRoom || {}).map = window.liveRoom.map || {});

  const FADE = [1, 0.82, 0.66, 0.52, 0.4]; // opacity of an active point by its age step
  const CREW_FADE = [1, 0.5]; // opacity of a crew by the age of its position; a silent one is an outline
  const SILENT_CREW = 2;
  const DIRECTIONS = 16; // headings are told in sixteenths, 1 is north, 0 is unknown
  const OVERDUE = 2;
  const UNKNOWN_SITE = 1; // the age of a site of which nothing is known
  const FULL_LOAD = 100; // a site's load is told in percent of its promise
  const LOAD_STEP = 5;

  // Sizes as shares of the row text, so that shapes grow with the wall as words do.
  const SIZE = {
    ...{ dot: 0.36, diamond: 0.6, triangle: 0.68, ring: 1.05, spread: 0.3, site: 0.52, crew: 0.4, nose: 0.34 },
    ...{ hotspot: 0.7, incident: 1.25, load: 1.0, cluster: [1.5, 1.75, 2.0, 2.3] },
  };
  const COUNT_TEXT = 0.8; // of the row text: no digit on a wall is smaller than what its farthest seat reads

  const MOST_KEPT = 500; // sprites with a number in them: more than a picture has

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

  parts.SIZE = SIZE;

  parts.makeSprites = function (em, colour) {
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
    const crewSide = (SIZE.crew + 2 * SIZE.nose) * em + 2 * edge;
    const nose = (ctx, r, turn) => {
      ctx.save();
      ctx.rotate(turn);
      ctx.beginPath();
      ctx.moveTo(-0.8 * r, -0.8 * r);
      ctx.lineTo(0, -r - SIZE.nose * em);
      ctx.lineTo(0.8 * r, -0.8 * r);
      ctx.restore();
    };
    // A square, with a nose where it is known which way it goes; an outline where its position is old.
    const crew = (age, heading) => {
      const r = (SIZE.crew * em) / 2;
      if (age >= SILENT_CREW) return sprite(SIZE.crew * em + 2 * edge, (ctx, half) => outline(ctx, square(half - edge), em, colour));
      const turn = ((heading - 1) / DIRECTIONS) * 2 * Math.PI;
      return sprite(crewSide, (ctx) => {
        const paths = heading ? [() => nose(ctx, r, turn), () => square(r)(ctx)] : [() => square(r)(ctx)];
        ctx.strokeStyle = colour("ground");
        ctx.lineWidth = 2 * edge;
        ctx.lineJoin = "round";
        for (const path of paths) (path(), ctx.stroke());
        ctx.fillStyle = colour("ground");
        for (const path of paths) (path(), ctx.fill());
        ctx.globalAlpha = CREW_FADE[age];
        ctx.fillStyle = colour("ink");
        for (const path of paths) (path(), ctx.fill());
      });
    };

    // A site, with its longest wait as a ring that closes when the promise is reached.
    const loaded = (load, middle, name) =>
      sprite(SIZE.load * em, (ctx, r) => {
        const width = 0.13 * em;
        const arc = (share, tone, wide) => {
          ctx.beginPath();
          ctx.arc(0, 0, r - width, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * share);
          ctx.lineWidth = wide;
          ctx.strokeStyle = colour(tone);
          ctx.stroke();
        };
        arc(1, "ground", 2 * width);
        arc(1, "district-border", 0.35 * width);
        arc(Math.min(1, load / FULL_LOAD), name, width);
        if (middle) ctx.drawImage(middle, -middle.width / 2, -middle.height / 2);
      });

    // Several complaints: how many, and how large a part of them is overdue or nearly so.
    const cluster = ({ n, overdue, soon }) => {
      const size = SIZE.cluster[Math.min(SIZE.cluster.length, String(n).length) - 1] * em;
      return sprite(size, (ctx, r) => {
        const width = 0.16 * em;
        circle(ctx, r);
        ctx.fillStyle = colour("ground");
        ctx.fill();
        circle(ctx, r - width / 2);
        ctx.lineWidth = 0.06 * em;
        ctx.strokeStyle = colour("dot");
        ctx.stroke();
        let start = -Math.PI / 2;
        for (const [count, name] of [[overdue, "critical"], [soon, "warning"]]) {
          const end = start + (2 * Math.PI * count) / n;
          ctx.beginPath();
          ctx.arc(0, 0, r - width / 2, start, end);
          ctx.lineWidth = width;
          ctx.strokeStyle = colour(name);
          if (count) ctx.stroke();
          start = end;
        }
        ctx.fillStyle = colour("ink");
        ctx.font = `600 ${COUNT_TEXT * em}px Inter, "Noto Sans", sans-serif`;
        ctx.textAlign = "center";
        ctx.textBaseline = "middle";
        ctx.fillText(String(n), 0, 0.05 * em);
      });
    };

    const made = new Map(); // what was drawn last stands last
    const once = (name, make) => {
      const sprite = made.get(name) || make();
      made.delete(name);
      made.set(name, sprite);
      if (made.size > MOST_KEPT) made.delete(made.keys().next().value);
      return sprite;
    };
    const siteOf = ({ kind, extra }) => {
      const load = Math.min(FULL_LOAD, Math.ceil(extra / LOAD_STEP) * LOAD_STEP);
      const [middle, name] = kind === OVERDUE ? [triangle, "critical"] : kind ? [diamond, "warning"] : [site, "ink"];
      return once(`site ${kind} ${load}`, () => loaded(load, middle, name));
    };
    const calm = {
      complaints: (point) => dots[point.age] || dots[0],
      sites: (point) => (point.age === UNKNOWN_SITE ? unknownSite : point.extra ? siteOf(point) : site),
      crews: (point) => once(`crew ${point.age} ${point.extra}`, () => crew(point.age, point.extra)),
      hotspots: () => hotspot,
    };
    const urgent = {
      complaints: (point) => (point.kind === OVERDUE ? triangle : diamond),
      sites: siteOf,
      hotspots: () => incident,
    };
    return {
      calm: (point) => calm[point.look](point),
      urgent: (point) => (urgent[point.look] || urgent.complaints)(point),
      cluster: (group) => once(`cluster ${group.n} ${group.overdue} ${group.soon}`, () => cluster(group)),
      ring,
    };
  };
})();
