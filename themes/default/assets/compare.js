// Cases beside each other: two to four that the reader chooses. Which they are stands in the address. Writes what
// comparison.html writes for the parts of a case; when figures compare, src/model/insight/comparison.rs says too.
(function (world) {
  "use strict";

  const Tools = world.Tools;
  const MOST = 4;
  const DOUBTS = ["counted", "whole", "target", "date"];
  const compare = {};

  /** Why figures (`{case, traits}`) do not simply compare: two compare in a trait when both have it and it is the same. */
  compare.doubts = (figures) => {
    if (new Set(figures.map((figure) => figure.case)).size < 2) return [];
    const [first] = figures;
    const alike = (at) => first.traits[at] !== "" && figures.every(({ traits }) => traits[at] === first.traits[at]);
    return DOUBTS.filter((_, at) => !alike(at));
  };

  /** Figures by what they are about: what several cases counted, most cases first; and what one case alone counts. */
  compare.figures = (cases) => {
    const groups = new Map();
    for (const page of cases) {
      for (const figure of page.figures || []) {
        if (!groups.has(figure.subject)) groups.set(figure.subject, { subject: figure.subject, title: figure.title, figures: [] });
        groups.get(figure.subject).figures.push({ ...figure, case: page.id, of: page });
      }
    }
    const count = (group) => new Set(group.figures.map((figure) => figure.case)).size;
    const all = [...groups.values()];
    return {
      together: all.filter((group) => count(group) > 1).sort((a, b) => count(b) - count(a)),
      alone: all.filter((group) => count(group) < 2).flatMap((group) => group.figures),
    };
  };

  /** What cases share: `{key: "all" | "some" | "one", items: [{id, …, cases}]}`; `things` gives those of a case. */
  compare.shared = (cases, things) => {
    const found = new Map();
    for (const page of cases) {
      for (const thing of things(page)) {
        if (!found.has(thing.id)) found.set(thing.id, { ...thing, cases: [] });
        found.get(thing.id).cases.push(page);
      }
    }
    const key = ({ cases: those }) => (those.length === cases.length ? "all" : those.length > 1 ? "some" : "one");
    const all = [...found.values()].sort((a, b) => b.cases.length - a.cases.length);
    return ["all", "some", "one"].map((one) => ({ key: one, items: all.filter((thing) => key(thing) === one) })).filter((group) => group.items.length > 0);
  };

  const plain = (value) => (Array.isArray(value) ? `${value[0]} (${value[1]})` : value);
  const valuesOf = (page, key) => ((page.facts || []).find(([one]) => one === key) || [])[2] || [];

  /** The comparison as rows: what it is about, then a cell a case. `words` are those of the tool. */
  compare.rows = (cases, aspects, things, words) => {
    const label = (key) => cases.flatMap((page) => page.facts || []).find(([one]) => one === key)?.[1];
    const rows = [["", ...cases.map((page) => page.title)]];
    for (const key of aspects.filter(label)) rows.push([label(key), ...cases.map((page) => valuesOf(page, key).map(plain).join("; "))]);
    const { together, alone } = compare.figures(cases);
    const told = ({ label: what, value, share, date, note }) => [`${what}: ${value}${share ? ` (${share})` : ""}`, date, note].filter(Boolean).join(". ");
    const cell = (figures) => cases.map((page) => figures.filter((figure) => figure.case === page.id).map(told).join(" / "));
    for (const group of together) rows.push([`${words.compare.results}: ${group.title}`, ...cell(group.figures)]);
    if (alone.length > 0) rows.push([words.compare.alone, ...cell(alone)]);
    for (const [name, of] of things) rows.push([words.compare[name], ...cases.map((page) => of(page).map(({ title }) => title).join("; "))]);
    return rows;
  };

  /** The comparison in Markdown, with its doubts. */
  compare.markdown = (cases, rows, words, address) => {
    const doubts = compare.figures(cases).together.flatMap((group) => compare.doubts(group.figures).map((doubt) => [group.title, words.doubt[doubt]]));
    const line = (cells) => `| ${cells.map((cell) => Tools.escape(cell).replaceAll("\n", " ")).join(" | ")} |`;
    const [head, ...body] = rows;
    return [
      `# ${words.compare.heading}`,
      "",
      line(head),
      `|${" --- |".repeat(head.length)}`,
      ...body.map(line),
      ...(doubts.length > 0 ? ["", `## ${words.compare.doubts}`, "", ...doubts.map(([title, doubt]) => `- ${Tools.escape(title)}: ${doubt}`)] : []),
      "",
      `${words.compare.address} <${address}>`,
      "",
    ].join("\n");
  };

  Tools.compare = compare;

  const place = world.document?.getElementById("compare");
  if (!place) return;

  const { make } = Tools;
  const { list } = place.dataset;
  const aspects = place.dataset.aspects.split(" ");
  let data;
  let words;
  let titles;
  let shown = 0;

  const chosen = () => (Tools.readState(location.hash).lists.get(list) || []).filter((id, at, all) => titles.has(id) && all.indexOf(id) === at).slice(0, MOST);
  const link = (page) => make("a", { href: Tools.href(page.id, "case") }, page.title);
  const who = (page) => make("p", { className: "beside-case" }, link(page));
  const things = () => [
    ["blocks", (page) => (page.blocks || []).map((id) => ({ id, title: blocks.get(id) || id, href: Tools.href(id, "block") }))],
    ["configurations", (page) => (page.configurations || []).map(([id, title, effect, label]) => ({ id, title, effect, label, href: Tools.href(id, "configuration") }))],
  ];
  let blocks;

  function said(values) {
    const one = (value) => (Array.isArray(value) ? [value[0], " ", make("span", { className: "note" }, value[1])] : [value]);
    if (values.length === 0) return make("p", { className: "place" }, words.compare.silent);
    if (values.length === 1) return make("p", {}, one(values[0]));
    return make("ul", {}, values.map((value) => make("li", {}, one(value))));
  }

  function bar(length) {
    const draw = (name, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      return element;
    };
    const svg = draw("svg", { class: "bar", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" });
    svg.append(draw("rect", { class: "bar-whole", width: 100, height: 4 }), draw("rect", { class: "bar-part", width: length, height: 4 }));
    return svg;
  }

  function figures(list) {
    const from = ({ link: to, at }) => [make("a", { href: data.root + to.href }, to.label), at ? `, ${at}` : "", "."];
    const one = (figure) => {
      const notes = [figure.date ? `${figure.date}. ` : null, figure.note ? `${figure.note} ` : null, figure.source ? from(figure.source) : null];
      return make("li", {}, who(figure.of), make("div", {},
        make("p", {}, `${figure.label}: `, make("strong", {}, figure.value), figure.share ? [" ", make("span", { className: "place" }, figure.share)] : null),
        figure.bar === undefined ? null : bar(figure.bar),
        notes.some(Boolean) ? make("p", { className: "place" }, notes) : null));
    };
    return make("ul", { className: "beside-figures" }, list.map(one));
  }

  function sharedBy(groups) {
    const item = ({ title, href, effect, label, cases }, key) => make("li", {},
      make("a", { href }, title),
      effect ? [" ", make("span", { className: `effect effect-${effect}` }, label)] : null,
      key === "all" ? null : [" ", make("span", { className: "place" }, cases.map((page) => page.title).join(", "))]);
    const list = ({ key, items }) => make("ul", { className: "shared" }, items.map((one) => item(one, key)));
    return groups.map((group) => [
      make("h3", {}, `${words.compare[`shared_${group.key}`]} `, make("span", { className: "count" }, String(group.items.length))),
      group.key === "one" ? make("details", {}, make("summary", {}, words.compare.unfold), list(group)) : list(group),
    ]);
  }

  const section = (id, title, ...inside) => make("section", { "aria-labelledby": id }, make("h2", { id }, title), ...inside);

  function results(cases) {
    const { together, alone } = compare.figures(cases);
    if (together.length + alone.length === 0) return null;
    const doubt = (found) => (found.length === 0 ? null : make("div", { className: "alert alert-warning" },
      make("p", { className: "alert-title" }, words.compare.doubts),
      make("ul", {}, found.map((one) => make("li", {}, words.doubt[one])))));
    return section("beside-results", words.compare.results,
      make("p", { className: "intro" }, words.compare.results_intro),
      together.map((group) => [make("h3", {}, group.title), doubt(compare.doubts(group.figures)), figures(group.figures)]),
      alone.length > 0 ? [make("h3", {}, words.compare.alone), figures(alone)] : null);
  }

  function comparison(cases) {
    const columns = `beside beside-${cases.length}`;
    const rows = aspects.map((key) => [key, cases.flatMap((page) => page.facts || []).find(([one]) => one === key)?.[1]]).filter(([, label]) => label);
    const groups = things().map(([name, of]) => [name, compare.shared(cases, of)]).filter(([, found]) => found.length > 0);
    return [
      section("beside-cases", words.compare.cases, make("ul", { className: columns }, cases.map((page) => make("li", {}, who(page), make("p", {}, page.summary))))),
      results(cases),
      ...rows.map(([key, label]) => section(`beside-${key}`, label,
        make("ul", { className: columns }, cases.map((page) => make("li", {}, who(page), said(valuesOf(page, key))))))),
      ...groups.map(([name, found]) => section(`beside-${name}`, words.compare[name],
        name === "configurations" ? make("p", { className: "intro" }, words.compare.configurations_intro) : null, sharedBy(found))),
    ].filter(Boolean);
  }

  const status = make("p", { className: "tool-status", role: "status" });
  const select = make("select", { id: "compare-case" });
  const add = make("button", { type: "submit", className: "button" });
  const now = make("ul", { className: "chosen-cases" });
  const ways = make("div", { className: "page-actions", hidden: true });
  const form = make("form", { className: "tool-form" });
  const result = make("div", {});

  function change(ids, focus) {
    Tools.keep({ [list]: ids });
    draw().then(focus);
  }

  async function draw() {
    const turn = ++shown;
    const ids = chosen();
    const cases = await Tools.pagesOf(ids);
    if (turn !== shown) return;
    now.replaceChildren(...ids.map((id) => {
      const button = make("button", { type: "button", className: "button", "aria-label": Tools.fill(words.compare.remove, { title: titles.get(id) }) }, words.compare.away);
      button.addEventListener("click", () => change(chosen().filter((one) => one !== id), () => (now.querySelector("button") || select).focus()));
      return make("li", {}, make("span", {}, titles.get(id)), button);
    }));
    for (const option of select.options) option.disabled = ids.includes(option.value);
    select.value = [...select.options].find((option) => option.value === "").value;
    select.disabled = add.disabled = ids.length >= MOST;
    ways.hidden = cases.length < 2;
    result.replaceChildren(...(cases.length > 1 ? comparison(cases) : []));
    status.textContent = cases.length > 1 ? Tools.fill(words.compare.shown, { n: cases.length }) : words.compare[cases.length === 1 ? "one_more" : "none_yet"];
  }

  async function start() {
    data = await Tools.open(place);
    words = data.words;
    const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const cases = data.things.filter(({ kind }) => kind === "case").sort((a, b) => order.compare(a.title, b.title));
    titles = new Map(cases.map(({ id, title }) => [id, title]));
    blocks = new Map(data.things.filter(({ kind }) => kind === "block").map(({ id, title }) => [id, title]));
    add.textContent = words.compare.add;
    select.append(make("option", { value: "" }, words.compare.choose), ...cases.map(({ id, title }) => make("option", { value: id }, title)));
    form.append(make("label", { htmlFor: select.id }, words.compare.which), make("div", { className: "tool-line" }, select, add), now, status, ways);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (select.value) change([...chosen(), select.value], () => (select.disabled ? now.querySelector("button") : select).focus());
      else select.focus();
    });
    const way = (label, name, type, write) => {
      const button = make("button", { type: "button", className: "button" }, label);
      button.addEventListener("click", async () => {
        const those = await Tools.pagesOf(chosen());
        Tools.download(name, type, write(those, compare.rows(those, aspects, things(), words)));
      });
      ways.append(button);
    };
    way(words.compare.csv, words.compare.file + ".csv", "text/csv", (_, rows) => Tools.csv(rows));
    way(words.compare.md, words.compare.file + ".md", "text/markdown", (those, rows) => compare.markdown(those, rows, words, location.href));
    place.append(form, result);
    window.addEventListener("popstate", draw);
    await draw();
  }

  start().catch(() => place.append(make("p", { role: "alert" }, place.dataset.failed)));
})(globalThis);
