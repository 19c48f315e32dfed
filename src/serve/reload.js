// Keeps an open page of the preview up to date. Hears from the server which build is the newest and what is wrong,
// changes the page into the new one without losing place, focus or what was typed, and shows the problems on top.
// Only the preview adds this script to a page; the published site does not have it.
(() => {
  "use strict";

  const STATE = "/__werkzaam/state";
  const EVENTS = "/__werkzaam/events";
  const OURS = "data-werkzaam"; // marks what this script itself puts on the page

  // The run of the server and the build that this page came from.
  const [run, first] = document.currentScript.dataset.build.split(".");
  let build = Number(first);
  let words = {};
  let language = "";

  // ------------------------------------------------------------------------------------------------- the page

  // The page as the server gave it last. Only what differs between that and its next version is changed on the live
  // page, so that what the reader or the site's own scripts did to it (a menu opened, a class added) stays.
  let given = null;
  let newest = null;
  let updating = false;

  async function load() {
    const response = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return { status: response.status, page };
  }

  async function take(state) {
    newest = state;
    ({ words, language } = state);
    if (state.run !== run) return reload();
    showProblems(state);
    if (updating || !given) return;
    updating = true;
    // While one version is fetched the next may come; those in between are skipped.
    while (newest.build !== build && (await update(newest)));
    updating = false;
  }

  // Returns whether the server could be reached; as soon as it is back, it tells its state again.
  async function update(state) {
    const next = await load().catch(() => null);
    if (!next) return false;
    try {
      if (next.status === given.status) {
        if (!apply(state, next.page)) return reload();
        given = next;
      } else if (given.status !== 200) {
        return reload(); // the page has come, or has another reason not to
      }
      note("gone", next.status !== given.status);
    } catch {
      return reload();
    }
    build = state.build;
    document.dispatchEvent(new Event("werkzaam:update"));
    return true;
  }

  // Makes the live page the next one. Returns false when that cannot be done in place: scripts have run already.
  function apply(state, page) {
    const renewed = (url) => state.renewed[pathOf(url)] > build;
    const ran = [...document.scripts].filter((script) => script.src);
    if (scriptsOf(page) !== scriptsOf(given.page) || ran.some((script) => renewed(script.src))) return false;
    const links = [...styleSheets()].filter((link) => renewed(link.href));
    const images = [...document.images].filter((image) => renewed(image.src));
    morphPage(page);
    for (const link of links) if (!link.hasAttribute(OURS)) restyle(link, again(link.href, state.build));
    for (const image of images) image.src = again(image.src, state.build);
    return true;
  }

  function reload() {
    location.reload();
    return new Promise(() => {}); // nothing more happens on this page
  }

  const scriptsOf = (page) => [...page.scripts].map((script) => script.getAttribute("src")).join("\n");
  const styleSheets = () => document.querySelectorAll(`link[rel~="stylesheet"]:not([${OURS}])`);
  const again = (url, number) => Object.assign(new URL(url), { search: `?build=${number}` }).href;

  function pathOf(url) {
    const { origin, pathname } = new URL(url, location.href);
    return origin === location.origin ? decodeURIComponent(pathname.slice(1)) : "";
  }

  // The old rules stay until the new ones are there, or the page would lose its looks for a moment.
  function restyle(link, href) {
    const next = link.cloneNode();
    next.setAttribute("href", href);
    link.setAttribute(OURS, "old");
    next.onload = next.onerror = () => link.remove();
    link.after(next);
  }

  // ------------------------------------------------------------------------------------------------- the morph

  function morphPage(page) {
    const active = document.activeElement;
    const selection = active && active.selectionStart != null && [active.selectionStart, active.selectionEnd];
    morph(document.documentElement, given.page.documentElement, page.documentElement);
    if (active && active !== document.activeElement && active.isConnected) {
      active.focus({ preventScroll: true });
      if (selection) active.setSelectionRange(...selection);
    }
  }

  // Changes `live` in the way that `before` changed into `after`.
  function morph(live, before, after) {
    if (before.isEqualNode(after)) return;
    if (live.nodeType !== Node.ELEMENT_NODE) {
      live.nodeValue = after.nodeValue;
      return;
    }
    morphAttributes(live, before, after);
    const children = (node) => [...node.childNodes];
    const afters = children(after);
    const liveOf = pair(children(live).filter((node) => !(node.attributes && node.hasAttribute(OURS))), children(before));
    const beforeOf = pair(children(before), afters);
    const kept = new Set(afters.map((node) => liveOf.get(beforeOf.get(node))));
    // What the server gave before and gives no longer goes; what it never gave stays.
    for (const node of liveOf.values()) if (!kept.has(node)) node.remove();
    let at = live.firstChild;
    for (const node of afters) {
      const known = beforeOf.get(node);
      const mate = liveOf.get(known);
      while (at && !kept.has(at)) at = at.nextSibling;
      if (mate) morph(mate, known, node);
      if (mate && mate === at) at = at.nextSibling;
      else live.insertBefore(mate || document.importNode(node, true), at);
    }
  }

  function morphAttributes(live, before, after) {
    for (const name of new Set([...before.getAttributeNames(), ...after.getAttributeNames()])) {
      const value = after.getAttribute(name);
      if (value === before.getAttribute(name)) continue;
      if (value === null) live.removeAttribute(name);
      else if (name === "href" && live.matches('link[rel~="stylesheet"]')) restyle(live, value);
      else live.setAttribute(name, value);
    }
  }

  // For each node of `to` its counterpart in `from`: what is the same at either end, else what has the same id, else the
  // same content, else the same kind; as far as possible in the same order.
  function pair(from, to) {
    const pairs = new Map();
    const most = Math.min(from.length, to.length);
    let start = 0;
    while (start < most && from[start].isEqualNode(to[start])) pairs.set(to[start], from[start++]);
    let end = 1;
    while (end <= most - start && from.at(-end).isEqualNode(to.at(-end))) pairs.set(to.at(-end), from.at(-end++));
    const rest = to.slice(start, to.length - end + 1);
    const free = new Set(from.slice(start, from.length - end + 1));
    const order = new Map(from.map((node, index) => [node, index]));

    const match = (nodes, fits) => {
      let last = -1;
      for (const node of nodes) {
        let found = null;
        if (!pairs.has(node)) {
          for (const other of free) {
            if (!fits(other, node)) continue;
            const inOrder = order.get(other) > last;
            if (inOrder || !found) found = other;
            if (inOrder) break;
          }
        }
        if (!found) continue;
        pairs.set(node, found);
        free.delete(found);
        last = order.get(found);
      }
    };
    const idOf = (node) => (node.nodeType === Node.ELEMENT_NODE && node.getAttribute("id")) || "";
    const alike = (a, b) => a.nodeName === b.nodeName && idOf(a) === idOf(b);
    const isBlank = (node) => node.nodeType !== Node.ELEMENT_NODE && !node.nodeValue.trim();
    match(rest.filter(idOf), alike);
    match(rest.filter((node) => !isBlank(node)), (a, b) => a.isEqualNode(b));
    match(rest, alike);
    return pairs;
  }

  // ------------------------------------------------------------------------------------------------- the overlay

  let overlay = null;
  let shown = "";

  function make(name, { className = "", text = "", ...attributes }, ...children) {
    const element = document.createElement(name);
    if (className) element.className = className;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(text, ...children);
    return element;
  }

  function showProblems({ problems, more }) {
    const all = JSON.stringify([problems, more]);
    if (all === shown) return; // also when it was put away
    shown = all;
    const hadFocus = overlay && overlay.contains(document.activeElement);
    putAway();
    if (!problems.length) return;
    const close = make("button", { type: "button", className: "werkzaam-close", text: words.close });
    close.addEventListener("click", putAway);
    const items = problems.map(({ code, severity, message, place, excerpt }) =>
      make(
        "li",
        { className: `werkzaam-${severity}` },
        make("p", {}, make("b", { text: [words[severity] || severity, code].filter(Boolean).join(" ") }), ` ${message}`),
        ...(place ? [make("p", {}, make("code", { text: place }))] : []),
        ...(excerpt ? [make("pre", { text: excerpt, tabindex: 0 })] : []),
      ),
    );
    const title = make("h2", { id: "werkzaam-title", text: `${words.problems}: ${problems.length + more}` });
    overlay = make(
      "section",
      { className: "werkzaam-overlay", [OURS]: "", lang: language, "aria-labelledby": "werkzaam-title" },
      make("div", { className: "werkzaam-head" }, make("div", { role: "alert" }, title), close),
      ...(build && problems.some(({ severity }) => severity === "error") ? [make("p", { text: words.kept })] : []),
      make("ul", { role: "list" }, ...items),
      ...(more ? [make("p", { text: words.more.replace("{count}", more) })] : []),
    );
    document.body.append(overlay);
    if (hadFocus) close.focus({ preventScroll: true });
  }

  function putAway() {
    if (overlay) overlay.remove();
    overlay = null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) putAway();
  });

  // Short remarks that are not about the content: the page is gone, the server does not answer.
  const notes = new Map();

  function note(key, on) {
    if (notes.has(key) === on || !words[key]) return;
    if (on) {
      notes.set(key, make("p", { className: "werkzaam-note", [OURS]: "", lang: language, role: "status", text: words[key] }));
      document.body.append(notes.get(key));
    } else {
      notes.get(key).remove();
      notes.delete(key);
    }
  }

  // ------------------------------------------------------------------------------------------------- the ear

  // A stream of events while the page is in sight. A browser allows six connections to one server, so tabs that
  // nobody sees must not hold one; in sight again, a tab hears the newest state at once. As long as the stream says
  // nothing (something between us and the server may hold it up), we ask every now and then.
  let stream = null;
  let streaming = false;
  let asking = 0;

  function listen() {
    if (stream || document.visibilityState === "hidden") return;
    stream = new EventSource(EVENTS);
    stream.onmessage = (event) => {
      streaming = true;
      heard(JSON.parse(event.data));
    };
    stream.onerror = () => {
      streaming = false;
      askLater();
    };
    askLater();
  }

  function rest() {
    if (stream) stream.close();
    stream = null;
    streaming = false;
  }

  function askLater() {
    asking = asking || setTimeout(ask, 2000);
  }

  async function ask() {
    asking = 0;
    if (streaming || !stream) return;
    try {
      const response = await fetch(STATE, { cache: "no-store" });
      if (!response.ok) throw new Error(response.statusText);
      heard(await response.json());
    } catch {
      note("offline", true);
    }
    askLater();
  }

  function heard(state) {
    note("offline", false);
    take(state);
  }

  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);

  load().then(async (page) => {
    const script = page.page.querySelector("script[data-build]");
    // A build came between the loading of this page and this script; it is not known what of it is old.
    if (!script || script.dataset.build !== `${run}.${first}`) return reload();
    given = page;
    if (newest) take(newest);
  }, () => {});
  listen();
})();
