/* A component that Dash mounts first has the page forget what was set on it before, and after each such word every
   component of the page asks itself whether it was meant: on a page of two thousand components four million questions,
   which is most of the time until a page stands. Where nothing was set there is nothing to forget, and nothing is said.

   Without this file pages stand later, and are otherwise the same. */
(function () {
  "use strict";

  const FORGET = "RESET_COMPONENT_STATE";

  function isOfNothing(action, store) {
    if (!action || action.type !== FORGET || !action.payload || !action.payload.itempath) return false;
    const path = action.payload.itempath.join(",");
    return !Object.keys(store.getState().layoutHashes).some((set) => set.startsWith(path));
  }

  function quieten(store) {
    const dispatch = store.dispatch;
    store.dispatch = (action) => (isOfNothing(action, store) ? action : dispatch(action));
  }

  // The renderer makes its store in a task of its own, at no time that a document's event tells, and lists it here.
  const stores = (window.dash_stores = window.dash_stores || []);
  const push = stores.push;
  stores.push = (...added) => {
    added.forEach(quieten);
    return push.apply(stores, added);
  };
})();
