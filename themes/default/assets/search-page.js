// The search page: reads the question from the address, shows what search.js finds, and keeps the address up to date.
(function () {
  "use strict";

  const form = document.getElementById("search");
  if (!form) return;
  const at = (name) => document.getElementById(`search-${name}`);
  const [input, status, notes, help, list, more, sort, filters, clear] =
    ["query", "status", "notes", "help", "list", "more", "sort", "filters", "clear"].map(at);
  const STEP = 10;
  const NARROW_OPEN = 2; // dimensions that are not folded
  let index;
  let opening;
  let asking = 0;

  /** The index, opened once. */
  const open = () => (opening = opening || KB.open(form.dataset.root, add).then((opened) => (index = opened)));

  /** An element with what is in it: texts, elements, nothing. */
  function make(name, attributes, ...inside) {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...inside.flat().filter((one) => one !== null && one !== undefined));
    return element;
  }

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const say = (name, values) => fill(index.root.words[name], values || {});

  /** Loads a file of the index, which stands beside this page. */
  function add(name) {
    return new Promise((resolve, reject) => {
      const script = make("script", { src: `${name}.js` });
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error(name)));
      document.head.append(script);
    });
  }

  // The address is all that is remembered: it can be shared, and the way back leads to it.

  const read = () => {
    const address = new URLSearchParams(location.search);
    const chosen = new Map();
    for (const [name] of index.root.dimensions) {
      const values = address.getAll(name);
      if (values.length > 0) chosen.set(name, new Set(values));
    }
    return {
      text: address.get("q") || "",
      chosen,
      sort: address.get(sort.name) || "",
      literal: address.has(form.dataset.literal),
      shown: Math.max(STEP, Number(address.get(form.dataset.shown)) || 0),
    };
  };

  const addressOf = ({ text, chosen, sort: order, literal, shown }) => {
    const address = new URLSearchParams();
    if (text.trim()) address.set("q", text.trim());
    for (const [name, values] of chosen) for (const value of values) address.append(name, value);
    if (order) address.set(sort.name, order);
    if (literal) address.set(form.dataset.literal, "1");
    if (shown > STEP) address.set(form.dataset.shown, String(shown));
    const query = address.toString();
    return location.pathname + (query && `?${query}`);
  };

  /** Goes to another state: as a step of its own, or in the place of the one there was. */
  async function go(change, step) {
    await ready();
    const address = addressOf(change());
    if (address !== location.pathname + location.search) history[step ? "pushState" : "replaceState"](null, "", address + location.hash);
    return run();
  }

  /** Waits for the index; says so when it cannot be had. */
  async function ready() {
    try {
      await open();
    } catch (error) {
      opening = null;
      fail(error);
    }
  }

  function fail(error) {
    status.textContent = form.dataset.failed;
    throw error;
  }

  async function run() {
    const turn = ++asking;
    await ready();
    const state = read();
    try {
      const found = await find(state);
      if (turn === asking) await render(state, found, turn);
    } catch (error) {
      if (turn === asking) fail(error);
    }
  }

  async function find(state) {
    const asks = state.text.trim() !== "";
    const everything = () => ({ asked: [], pages: Array.from({ length: index.root.pages }, (_, page) => page), score: null });
    if (!asks && state.chosen.size === 0) return null;
    const names = new Set([...index.root.dimensions.slice(0, NARROW_OPEN).map(([name]) => name), ...state.chosen.keys()]);
    for (const fold of filters.querySelectorAll("details[open]")) names.add(fold.dataset.name);
    const [answer, dimensions] = await Promise.all([
      asks ? index.ask(state.text, state) : everything(),
      Promise.all([...names].map((name) => index.dimension(name))),
    ]);
    const { pages, counts } = KB.narrow(index.root.pages, answer.pages, dimensions, state.chosen);
    if (state.sort) {
      const days = await index.days();
      pages.sort((a, b) => days[b] - days[a]);
    }
    return { ...answer, all: answer.pages, pages, dimensions, counts };
  }

  async function render(state, found, turn) {
    if (document.activeElement !== input) input.value = state.text;
    sort.value = state.sort;
    at("found").hidden = !found;
    filters.hidden = !found;
    if (!found) {
      status.textContent = "";
      return list.replaceChildren();
    }
    const shown = found.pages.slice(0, state.shown);
    const items = await Promise.all(shown.map((page) => result(found, page)));
    const near = found.all.length === 0 ? await nearest(found.asked) : [];
    if (turn !== asking) return;
    const { length } = found.pages;
    const results = say(length === 1 ? "one_result" : "many_results", { n: length.toLocaleString(index.root.language) });
    const query = state.text.trim();
    status.textContent =
      length > 0 ? (query ? say("for", { results, query }) : results) : found.all.length > 0 ? say("nothing_filters") : say("nothing", { query });
    notes.replaceChildren(...remarks(state, found));
    help.replaceChildren(...(length > 0 ? [] : advice(state, near)));
    list.replaceChildren(...items);
    more.hidden = length <= state.shown;
    at("order").hidden = length < 2;
    choices(state, found);
  }

  /** The names that stand for most pages. */
  function commonest({ names, by }, most) {
    const counts = names.map(() => 0);
    for (const name of by || []) counts[name]++;
    const order = names.map((_, i) => i).sort((a, b) => counts[b] - counts[a]);
    return order.slice(0, most).map((i) => names[i].word);
  }

  /** What was done with the question. */
  function remarks(state, found) {
    const lines = [];
    const link = (text, change, words) => {
      const anchor = make("a", { href: addressOf({ ...state, shown: STEP, ...change }), textContent: words });
      anchor.addEventListener("click", (event) => {
        event.preventDefault();
        input.value = text;
        go(() => ({ ...read(), shown: STEP, ...change }), true);
        input.focus();
      });
      return anchor;
    };
    for (const { word, mended } of found.asked) {
      if (!mended) continue;
      const back = link(state.text, { literal: true }, say("back", { wrong: word }));
      lines.push(make("p", {}, say("mended", { wrong: word, right: mended }), " ", back));
    }
    const asked = found.asked.map(({ word, mended }) => mended || word);
    const also = new Set();
    for (const { ways } of found.asked) {
      for (const { kind, label, asked: words } of ways) if (kind === "synonym") also.add(label.toLowerCase()); else if (kind === "joined") also.add(words);
      const direct = ways.filter(({ kind }) => kind === "form" || kind === "mended");
      for (const { entries } of direct) for (const word of commonest(entries[0].others, 4)) also.add(word);
    }
    asked.forEach((word) => also.delete(word));
    if (asked.length > 0) {
      const values = { words: asked.join(", "), also: [...also].slice(0, 8).join(", ") };
      lines.push(make("p", {}, say(also.size > 0 ? "asked_also" : "asked", values)));
    }
    return lines;
  }

  const nearest = async (asked) => (await Promise.all(asked.map(({ word }) => index.near(word, 3)))).flat().map(({ word }) => word);

  /** Nothing found is never the end. */
  function advice(state, near) {
    const lines = [];
    if (near.length > 0) {
      const items = near.map((word) => make("li", {}, make("a", { href: addressOf({ ...state, text: word, chosen: new Map(), literal: false }), textContent: word })));
      lines.push(make("p", {}, say("near")), make("ul", { className: "search-near" }, items));
    }
    return [...lines, make("p", {}, say("nothing_help"))];
  }

  /** A text in which the words that were found stand out. */
  function marked(text, found) {
    const parts = [];
    let end = 0;
    for (const group of text.matchAll(KB.GROUP)) {
      const [{ whole, parts: some }] = KB.words(group[0]);
      if (!found.has(whole) && !some.some((part) => found.has(part))) continue;
      parts.push(text.slice(end, group.index), make("mark", { textContent: group[0] }));
      end = group.index + group[0].length;
    }
    return [...parts, text.slice(end)];
  }

  const verdict = ({ effect, strength }) => [
    make("span", { className: `effect effect-${effect}`, textContent: index.root.effects[effect] }),
    strength ? make("span", { className: `strength strength-${strength}`, textContent: index.root.strengths[strength] }) : null,
  ];

  async function result(found, page) {
    const record = await index.record(page);
    const reasons = found.why ? found.why(page) : [];
    const hits = new Set(reasons.map(({ word }) => word));
    const link = make("a", { href: form.dataset.top + record.href }, marked(record.title, hits));
    const item = make("li", { className: `result result-${record.kind}` },
      make("p", { className: "kind", textContent: record.label }),
      make("h3", {}, link),
      make("p", {}, marked(record.summary, hits)));
    if (record.kind === "configuration") item.append(make("p", { className: "result-verdict" }, verdict(record)));
    const fitting = found.score && (await fits(found, record));
    if (fitting) {
      item.append(make("div", { className: "result-sentence" },
        make("p", {}, `${say("sentence")} `, make("a", { href: form.dataset.top + fitting.href }, marked(fitting.summary, hits))),
        make("p", { className: "result-verdict" }, verdict(fitting))));
    }
    if (reasons.length > 0) {
      const told = reasons.slice(0, 4).map(({ kind, word, asked }) => say(`why_${kind}`, { word, asked }));
      item.append(make("p", { className: "result-why" }, `${say("why")} ${told.join(" · ")}`));
    }
    return item;
  }

  /** The configuration on a page that answers the question best; they come right after their page. */
  async function fits(found, { page, own }) {
    let best = 0;
    for (let other = page + 1; other <= page + own; other++) {
      if (found.score[other] > 0 && (!best || found.score[other] > found.score[best])) best = other;
    }
    return best ? index.record(best) : null;
  }

  // Filters: a set of checkboxes per dimension; the long ones are folded, and loaded when they are opened.

  function choices(state, found) {
    if (!filters.childElementCount) {
      index.root.dimensions.forEach(([name, label], i) => {
        const set = make("fieldset", { className: "facet" }, make("legend", { textContent: label }));
        if (i < NARROW_OPEN) return filters.append(set);
        set.firstChild.className = "visually-hidden";
        const fold = make("details", { className: "facet-fold" }, make("summary", {}, label, make("span", { className: "count" })), set);
        fold.dataset.name = name;
        fold.open = state.chosen.has(name);
        fold.addEventListener("toggle", () => fold.open && !set.dataset.name && run());
        filters.append(fold);
      });
    }
    const sets = filters.querySelectorAll("fieldset");
    for (const dimension of found.dimensions) {
      const set = sets[index.root.dimensions.findIndex(([name]) => name === dimension.name)];
      if (!set.dataset.name) {
        set.dataset.name = dimension.name;
        for (const { slug, label } of dimension.values) {
          const box = make("input", { type: "checkbox", name: dimension.name, value: slug });
          box.setAttribute("form", form.id);
          set.append(make("label", {}, box, make("span", { textContent: label }), make("span", { className: "count" })));
        }
      }
      const chosen = state.chosen.get(dimension.name);
      for (const label of set.querySelectorAll("label")) {
        const [box, , count] = label.children;
        box.checked = !!chosen?.has(box.value);
        count.textContent = found.counts.get(dimension.name).get(box.value).toLocaleString(index.root.language);
      }
    }
    for (const fold of filters.querySelectorAll("details")) {
      const chosen = state.chosen.get(fold.dataset.name);
      fold.querySelector("summary .count").textContent = chosen ? ` ${say("chosen", { n: chosen.size })}` : "";
    }
    clear.hidden = state.chosen.size === 0;
  }

  const chosen = () => {
    const all = new Map();
    for (const { name, value } of document.querySelectorAll("#search-filters input:checked")) {
      if (!all.has(name)) all.set(name, new Set());
      all.get(name).add(value);
    }
    // What is in the address but not loaded yet stays.
    return new Map([...read().chosen, ...all].filter(([name]) => all.has(name) || !filters.querySelector(`fieldset[data-name="${name}"]`)));
  };

  const asks = (change) => ({ ...read(), text: input.value, shown: STEP, literal: false, ...change });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    go(asks, true);
  });
  let typing;
  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => go(asks, false), 250);
  });
  filters.addEventListener("change", () => go(() => asks({ chosen: chosen(), literal: read().literal }), false));
  sort.addEventListener("change", () => go(() => asks({ sort: sort.value, literal: read().literal }), false));
  clear.addEventListener("click", () => {
    go(() => asks({ chosen: new Map(), literal: read().literal }), false);
    input.focus();
  });
  more.addEventListener("click", async () => {
    const before = list.childElementCount;
    await go(() => ({ ...read(), shown: before + STEP }), false);
    list.children[before]?.querySelector("a").focus();
  });
  window.addEventListener("popstate", () => {
    input.value = new URLSearchParams(location.search).get("q") || "";
    run();
  });

  // The one thing that is kept, and only when somebody switches it off: whether a slash leads here (site.js).
  const slash = at("slash");
  at("key").hidden = false;
  try {
    slash.checked = localStorage.getItem("slash") !== "off";
    slash.addEventListener("change", () => (slash.checked ? localStorage.removeItem("slash") : localStorage.setItem("slash", "off")));
  } catch {
    at("key").hidden = true;
  }

  // The index is fetched when somebody is about to ask, or has asked.
  input.addEventListener("focus", () => open(), { once: true });
  input.value = input.value || new URLSearchParams(location.search).get("q") || "";
  if (location.search) run();
})();
