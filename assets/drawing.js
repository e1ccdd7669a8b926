/* Words, classes, styles and data of a component are written on its element; all else goes through Dash.

   Dash keeps, with each component that was ever set, the whole state of the page as it was then: a wall that is told
   four times a second grows by that for hours, and each setting asks all components whether it means them. What is
   written here Dash does not hear of, so no callback may listen to it; and a component that Dash mounts anew stands
   again as it was laid out, which is why the whole is asked for then. */
(function () {
  "use strict";

  const room = (window.liveRoom = window.liveRoom || {});
  const written = new WeakMap(); // of each element, the props it was last given

  const isText = (value) => typeof value === "string" || typeof value === "number";

  const takesText = (name, value, element) => name === "children" && isText(value) && !element.firstElementChild;
  const takesClass = (name, value) => name === "className" && isText(value);
  const takesStyle = (name, value) => name === "style" && isStyle(value);
  const takesData = (name, value) => name.startsWith("data-") && isText(value);

  const KINDS = [
    [takesText, writeText],
    [takesClass, (element, _, value) => element.setAttribute("class", value)],
    [takesStyle, (element, _, value) => writeStyle(element, value)],
    [takesData, (element, name, value) => element.setAttribute(name, value)],
  ];

  // In place, as a renderer does: who watches the text sees one change of it.
  function writeText(element, _, value) {
    const only = element.firstChild;
    if (only && only === element.lastChild && only.nodeType === Node.TEXT_NODE) only.nodeValue = value;
    else element.textContent = value;
  }

  // Custom properties only: units and names of others are the renderer's matter.
  const isStyle = (value) =>
    value && Object.entries(value).every(([name, set]) => name.startsWith("--") && isText(set));

  function writeStyle(element, style) {
    for (const name of [...element.style]) if (!(name in style)) element.style.removeProperty(name);
    for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
  }

  // Gives a component its props; what stands already is left as it is.
  room.setProps = (id, props) => {
    const element = document.getElementById(id);
    const rest = element ? writeAll(element, props) : props;
    if (Object.keys(rest).length) window.dash_clientside.set_props(id, rest);
  };

  function writeAll(element, props) {
    const before = written.get(element) || {};
    const rest = {};
    for (const [name, value] of Object.entries(props)) {
      const [, write] = KINDS.find(([takes]) => takes(name, value, element)) || [];
      if (!write) rest[name] = value;
      else if (!isSame(before[name], value)) write(element, name, value);
    }
    written.set(element, { ...before, ...props });
    return rest;
  }

  const isSame = (one, other) =>
    one === other || (typeof one === "object" && JSON.stringify(one) === JSON.stringify(other));
})();
