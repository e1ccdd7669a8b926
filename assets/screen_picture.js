/* A picture of what this screen shows, for its page among the screens (liveRoom.picture): the page as it stands now,
   with its styles, its font and what its canvases hold, drawn once more by this browser and made small.

   It shows what the page says and how it is laid out. What lies beyond the page, a dead panel or a wrong input of the
   television, no page can see. */
(function () {
  "use strict";

  const WIDTH = 1600;
  const QUALITY = 0.8;
  const FONT_MS = 400; // until a picture that was drawn once has read its font

  const room = (window.liveRoom = window.liveRoom || {});

  function inlined(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  }

  async function asked(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer;
  }

  // As it was written: a browser's own account of its rules leaves out what it cannot put in one word.
  const written = async (sheet) =>
    sheet.href ? (await asked(sheet.href)).text() : [...sheet.cssRules].map((rule) => rule.cssText).join("\n");

  // A picture may load nothing, so its fonts are part of it.
  async function withFonts(sheet) {
    let told = await written(sheet);
    for (const [, address] of told.matchAll(/url\(["']?([^"')]+\.woff2)["']?\)/g)) {
      const font = await (await asked(new URL(address, sheet.href || location.href))).blob();
      told = told.replaceAll(address, await inlined(font));
    }
    return told;
  }

  // A canvas that is copied is empty; its picture takes its place, its size and its marks.
  function fill(copy) {
    const copies = copy.querySelectorAll("canvas");
    [...document.querySelectorAll("canvas")].forEach((canvas, i) => {
      const picture = document.createElement("img");
      const { width, height } = getComputedStyle(canvas);
      for (const { name, value } of canvas.attributes) if (!["width", "height"].includes(name)) picture.setAttribute(name, value);
      Object.assign(picture.style, { width, height });
      if (canvas.width && canvas.height) picture.src = canvas.toDataURL();
      copies[i].replaceWith(picture);
    });
  }

  async function drawing() {
    const styles = await Promise.all([...document.styleSheets].map(withFonts));
    const copy = document.documentElement.cloneNode(true);
    for (const one of copy.querySelectorAll("script, link, style")) one.remove();
    fill(copy);
    const style = document.createElement("style");
    style.textContent = styles.join("\n");
    copy.querySelector("head").append(style);
    const page = new XMLSerializer().serializeToString(copy);
    const size = `width="${innerWidth}" height="${innerHeight}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><foreignObject ${size}>${page}</foreignObject></svg>`;
  }

  // Drawn at its own size, since a picture's own viewport is as large as it is drawn; then made small.
  function drawn(image, width, height) {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height });
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, width, height);
    return canvas;
  }

  room.picture = async function () {
    const image = new Image(innerWidth, innerHeight);
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await drawing())}`;
    await image.decode();
    drawn(image, innerWidth, innerHeight);
    await new Promise((resolve) => setTimeout(resolve, FONT_MS));
    const share = Math.min(1, WIDTH / innerWidth);
    const whole = drawn(image, innerWidth, innerHeight);
    const small = drawn(whole, Math.round(innerWidth * share), Math.round(innerHeight * share));
    return new Promise((resolve) => small.toBlob(resolve, "image/jpeg", QUALITY));
  };
})();
