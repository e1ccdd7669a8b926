/* The page of screens: asks a screen for its picture. The rows, which come every few seconds, tell what came of it. */
(function () {
  "use strict";

  document.addEventListener("click", async ({ target }) => {
    const button = target.closest ? target.closest("[data-asks-picture]") : null;
    if (!button) return;
    button.disabled = true;
    const answer = await fetch(`/screens/picture/${button.dataset.asksPicture}`, { method: "POST" }).catch(() => null);
    if (answer && answer.ok) return;
    button.disabled = false; // the page was closed, or the server is away: the next rows say which
  });
})();
