// Collects pages while one browses. What is collected stands behind the # of the address and goes along when a link
// inside the site is followed; only who asks for it finds it again on this device. Knows no page but the one it is on.
(function (world) {
  "use strict";

  const Tools = world.Tools;
  const link = document.querySelector("[data-root].selection-link");
  if (!link) return;
  const root = new URL(link.dataset.root || ".", location.href).href;
  const NAME = "werkzaam-selection";

  const ours = (state) => new Map([...state.lists].filter(([name]) => /^sel(-|$)/.test(name)));
  const stored = () => {
    try {
      return localStorage.getItem(NAME);
    } catch (refused) {
      return null;
    }
  };
  const store = (text) => {
    try {
      if (text === null) localStorage.removeItem(NAME);
      else localStorage.setItem(NAME, text);
    } catch (refused) {
      // A browser that keeps nothing keeps nothing.
    }
  };
  const text = (lists) => Tools.writeState({ anchor: "", lists });

  let lists = ours(Tools.readState(location.hash));
  if (lists.size === 0) lists = ours(Tools.readState(stored() || ""));

  /** A fragment with what was collected in the place of what it had. */
  const along = (hash) => {
    const state = Tools.readState(hash);
    for (const name of ours(state).keys()) state.lists.delete(name);
    for (const [name, values] of lists) state.lists.set(name, values);
    return Tools.writeState(state);
  };

  const keep = () => {
    const hash = along(location.hash);
    if (hash !== location.hash) history.replaceState(null, "", location.pathname + location.search + hash);
  };

  const show = () => {
    const ids = lists.get("sel") || [];
    link.querySelector(".count").textContent = ids.length > 0 ? `(${ids.length})` : "";
    link.hash = along("");
    for (const button of document.querySelectorAll("[data-collect]")) {
      const chosen = ids.includes(button.dataset.collect);
      button.hidden = false;
      button.textContent = chosen ? button.dataset.out : button.dataset.in;
      button.classList.toggle("chosen", chosen);
    }
  };

  Tools.collected = {
    get: (name) => lists.get(name) || [],
    /** Changes lists; they then stand in the address, and on the device when that was asked for. */
    set: (change) => {
      for (const [name, values] of Object.entries(change)) {
        if (values.length > 0) lists.set(name, values);
        else lists.delete(name);
      }
      if (stored() !== null) store(text(lists));
      keep();
      show();
    },
    remembered: () => stored() !== null,
    remember: (yes) => store(yes ? text(lists) : null),
  };

  for (const one of document.querySelectorAll("a[data-list]")) {
    one.hash = Tools.writeState({ anchor: "", lists: new Map([[one.dataset.list, [one.dataset.item]]]) });
  }
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-collect]");
    if (!button) return;
    const ids = Tools.collected.get("sel");
    const id = button.dataset.collect;
    Tools.collected.set({ sel: ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id] });
  });

  // A link inside the site takes the selection along. Within a page the browser finds the heading by itself.
  const carry = (event) => {
    const one = event.target.closest("a[href]");
    if (!one || !one.href.startsWith(root)) return;
    const plain = event.type === "click" && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const here = one.pathname === location.pathname && one.search === location.search;
    if (plain && here && one.getAttribute("href").startsWith("#")) return;
    const hash = along(one.hash);
    if (hash !== one.hash) one.hash = hash;
  };
  for (const kind of ["click", "auxclick", "contextmenu"]) document.addEventListener(kind, carry, true);
  document.addEventListener("submit", ({ target }) => {
    if (!target.action.startsWith(root) || lists.size === 0) return;
    const address = new URL(target.action);
    address.hash = along("");
    target.action = address.href;
  }, true);

  // A browser does not know a heading with a selection behind it.
  const find = () => {
    const { anchor, lists: all } = Tools.readState(location.hash);
    if (!anchor || all.size === 0 || !document.getElementById(anchor)) return;
    const whole = location.hash;
    location.replace(`#${encodeURIComponent(anchor)}`);
    history.replaceState(null, "", location.pathname + location.search + whole);
  };
  window.addEventListener("hashchange", () => {
    const found = ours(Tools.readState(location.hash));
    if (found.size > 0 && text(found) !== text(lists)) {
      lists = found;
      document.dispatchEvent(new Event("collected"));
    }
    keep();
    show();
  });

  keep();
  show();
  find();
})(globalThis);
