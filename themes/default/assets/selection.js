// What a reader collected, as one document: contents, the part of each page, a checklist, the sources. What is in it, in
// which order and under which title stands in the address (assets/collect.js keeps it there).
(function (world) {
  "use strict";

  const Tools = world.Tools;
  const PARTS = ["arrange", "watch", "measure"];
  const selection = {};

  /** Pages in the order in which a document tells them, by kind; those of one kind as they were collected. */
  selection.sorted = (pages, kinds) => [...pages].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));

  /** What pages give to arrange, watch and measure: `[[{id, pages}]]`; what most of them give first. */
  selection.checklist = (pages) => PARTS.map((_, part) => {
    const found = new Map();
    for (const page of pages) {
      for (const id of page.checklist[part]) found.set(id, [...(found.get(id) || []), page]);
    }
    return [...found].map(([id, those]) => ({ id, pages: those })).sort((a, b) => b.pages.length - a.pages.length);
  });

  /** The sources of pages, each once with its places: `[{title, href, places}]`, by title. */
  selection.sources = (pages) => {
    const found = new Map();
    for (const [title, href, at] of pages.flatMap((page) => page.sources || [])) {
      if (!found.has(href)) found.set(href, { title, href, places: [] });
      const { places } = found.get(href);
      if (at && !places.includes(at)) places.push(at);
    }
    return [...found.values()].sort((a, b) => a.title.localeCompare(b.title));
  };

  /** A list with the item at `from` moved by `step`. */
  selection.moved = (ids, from, step) => {
    const to = from + step;
    if (to < 0 || to >= ids.length) return ids;
    const list = [...ids];
    list.splice(to, 0, ...list.splice(from, 1));
    return list;
  };

  Tools.selection = selection;

  const place = world.document?.getElementById("selection");
  if (!place) return;

  const { make } = Tools;
  const kinds = place.dataset.order.split(" ");
  const help = document.getElementById("selection-help");
  const heading = document.querySelector("main h1");
  const untitled = heading.textContent;
  let data;
  let words;
  let names;
  let checks;
  let shown = 0;

  const ids = () => Tools.collected.get("sel");
  const title = () => Tools.collected.get("sel-title")[0] || "";
  const kindName = (kind) => words[`kind_${kind}`];
  const text = (value) => (Array.isArray(value) ? [value[0], " ", make("span", { className: "note" }, value[1])] : [value]);

  // The text of a page becomes a part of another: its headings go down a level, and its names become its own.
  function body(page) {
    const box = make("div", { className: "prose" });
    box.append(document.createRange().createContextualFragment(page.body || ""));
    const own = (id) => `${page.id}--${id}`;
    for (const element of box.querySelectorAll("[id]")) element.id = own(element.id);
    for (const link of box.querySelectorAll("a[href^='#']")) link.setAttribute("href", `#${own(link.getAttribute("href").slice(1))}`);
    for (const name of ["aria-labelledby", "aria-describedby"]) {
      for (const element of box.querySelectorAll(`[${name}]`)) element.setAttribute(name, own(element.getAttribute(name)));
    }
    for (const region of box.querySelectorAll("section[aria-label]")) region.setAttribute("aria-label", `${region.getAttribute("aria-label")} – ${page.title}`);
    for (const level of [5, 4, 3, 2]) {
      for (const old of box.querySelectorAll(`h${level}`)) {
        const lower = make(`h${level + 1}`, old.id ? { id: old.id } : {}, ...old.childNodes);
        old.replaceWith(lower);
      }
    }
    return box;
  }

  function card(page) {
    const item = document.createRange().createContextualFragment(page.card.trim()).firstElementChild;
    // The title stands above it already.
    item.querySelector("h4")?.remove();
    return make("ul", { className: "configurations" }, item);
  }

  const rows = (label, items, name = "ul") => (items && items.length > 0 ? [make("h3", {}, label), make(name, {}, items.map((item) => make("li", {}, item)))] : null);

  function figures(page) {
    const one = ({ label, value, share, date, note }) => [`${label}: `, make("strong", {}, value), share ? ` (${share})` : "", date || note ? make("span", { className: "place" }, ` ${[date, note].filter(Boolean).join(". ")}`) : null];
    return rows(words.figures, (page.figures || []).map(one));
  }

  function facts(page) {
    if (!page.facts) return null;
    return make("dl", { className: "facts" }, page.facts.map(([, label, values]) => make("div", {}, make("dt", {}, label), values.map((value) => make("dd", {}, text(value))))));
  }

  function check(page) {
    if (!page.check) return null;
    return make("div", { className: "self-check" }, make("p", { className: "question" }, page.check.question),
      make("dl", {}, make("div", {}, make("dt", {}, words.yes), make("dd", {}, page.check.yes)), make("div", {}, make("dt", {}, words.no), make("dd", {}, page.check.no))));
  }

  function part(page) {
    const id = `sel-${page.id}`;
    return make("section", { className: "selection-part", "aria-labelledby": id },
      make("p", { className: "kind" }, kindName(page.kind)),
      make("h2", { id }, make("a", { href: Tools.href(page.id, page.kind) }, page.title)),
      page.summary ? make("p", { className: "lead" }, page.summary) : null,
      page.card ? card(page) : null,
      check(page),
      page.body ? body(page) : null,
      rows(words.steps, page.steps?.map(text), "ol"),
      rows(words.pitfalls, page.pitfalls?.map((pitfall) => [pitfall])),
      figures(page),
      facts(page));
  }

  const item = ({ id, pages }) => ({
    title: names.get(id)?.title || id,
    href: names.has(id) ? Tools.href(id, names.get(id).kind) : "",
    text: checks[id] || "",
    from: pages.map((page) => page.title).join(", "),
  });

  function list(pages) {
    const parts = selection.checklist(pages);
    if (parts.every((items) => items.length === 0)) return null;
    const line = ({ title: name, href, text: words_, from }) => make("li", {}, make("a", { href }, name),
      words_ ? [" ", make("span", { className: "check-text" }, words_)] : null, " ", make("span", { className: "place" }, Tools.fill(words.from, { pages: from })));
    return make("section", { className: "checklist selection-part", "aria-labelledby": "sel-checklist" },
      make("h2", { id: "sel-checklist" }, words.checklist), make("p", { className: "intro" }, words.checklist_intro),
      parts.flatMap((items, at) => (items.length === 0 ? [] : [make("h3", {}, words.checks[PARTS[at]]), make("ul", { className: "checks" }, items.map(item).map(line))])));
  }

  function cited(pages) {
    const found = selection.sources(pages);
    if (found.length === 0) return null;
    return make("section", { className: "sources selection-part", "aria-labelledby": "sel-sources" }, make("h2", { id: "sel-sources" }, words.sources),
      make("ul", {}, found.map(({ title: name, href, places }) => make("li", {}, make("a", { href: data.root + href }, name), places.length > 0 ? make("ul", {}, places.map((at) => make("li", {}, at))) : null))));
  }

  function contents(pages) {
    const button = (label, name, page, disabled, act) => {
      const one = make("button", { type: "button", className: "button", disabled, "aria-label": Tools.fill(name, { title: page.title }), "data-act": `${page.id} ${label}` }, label);
      one.addEventListener("click", act);
      return one;
    };
    const all = pages.map((page) => page.id);
    const move = (page, at, step, label) => {
      Tools.collected.set({ sel: selection.moved(all, at, step), "sel-order": ["own"] });
      say(Tools.fill(words.moved, { title: page.title, n: at + step + 1, all: all.length }));
      draw(() => {
        const same = (one) => place.querySelector(`[data-act="${page.id} ${one}"]:not(:disabled)`);
        (same(label) || same("↑") || same("↓"))?.focus();
      });
    };
    const take = (page, at) => {
      Tools.collected.set({ sel: all.filter((id) => id !== page.id) });
      say(Tools.fill(words.gone, { title: page.title }));
      draw(() => {
        const left = place.querySelectorAll("[data-act$='×']");
        (left[Math.min(at, left.length - 1)] || heading).focus();
      });
    };
    const line = (page, at) => make("li", {}, make("a", { href: `#sel-${page.id}` }, page.title), " ", make("span", { className: "place" }, kindName(page.kind)),
      make("span", { className: "selection-moves" },
        button("↑", words.up, page, at === 0, () => move(page, at, -1, "↑")),
        button("↓", words.down, page, at === all.length - 1, () => move(page, at, 1, "↓")),
        button("×", words.away, page, false, () => take(page, at))));
    const more = [["sel-checklist", words.checklist], ["sel-sources", words.sources]];
    return make("section", { className: "selection-contents", "aria-labelledby": "sel-contents" }, make("h2", { id: "sel-contents" }, words.contents),
      make("ol", {}, pages.map(line)), make("ul", {}, more.filter(([id]) => document.getElementById(id) || parts.querySelector(`#${id}`)).map(([id, name]) => make("li", {}, make("a", { href: `#${id}` }, name)))));
  }

  const say = (words_) => { status.textContent = words_; };
  const status = make("p", { className: "tool-status", role: "status" });
  const form = make("form", { className: "tool-form", hidden: true });
  const parts = make("div", {});
  let now = [];

  async function draw(after) {
    const turn = ++shown;
    const wanted = ids();
    const pages = await Tools.pagesOf(wanted);
    if (turn !== shown) return;
    now = Tools.collected.get("sel-order").length > 0 ? pages : selection.sorted(pages, kinds);
    const filled = wanted.length > 0;
    form.hidden = !filled;
    help.hidden = filled;
    document.body.classList.toggle("has-selection", filled);
    if (filled && now.length < wanted.length) say(Tools.fill(words.lost, { n: wanted.length - now.length }));
    parts.replaceChildren(...[...now.map(part), list(now), cited(now)].filter(Boolean));
    const top = contents(now);
    place.querySelector(".selection-contents")?.remove();
    if (filled) parts.before(top);
    heading.textContent = filled && title() ? title() : untitled;
    after?.();
  }

  // The document as Markdown: out of what the page shows, so that both say the same.
  function markdown(element, depth = "") {
    const inline = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return Tools.escape(node.data.replace(/\s+/g, " "));
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches("button, .selection-moves, svg, .footnote-back")) return "";
      const inside = [...node.childNodes].map(inline).join("");
      if (node.matches("strong, b")) return `**${inside.trim()}**`;
      if (node.matches("em, i")) return `*${inside.trim()}*`;
      if (node.matches("code")) return `\`${node.textContent}\``;
      if (node.matches("br")) return "\n";
      if (node.matches("sup")) return `[${inside.replace(/^\[.*?(\d+).*$/, "$1")}]`;
      if (node.matches("a[href]") && node.getAttribute("href").startsWith("#")) return inside;
      if (node.matches("a[href]")) return `[${inside.trim()}](${bare(node.href)})`;
      if (node.matches(".note")) return `(${inside.trim()})`;
      return inside;
    };
    const line = (node) => inline(node).replace(/ +/g, " ").trim();
    const blocks = [];
    for (const node of element.children) {
      if (node.matches("h1, h2, h3, h4, h5, h6")) blocks.push(`${"#".repeat(Number(node.localName[1]))} ${line(node)}`);
      else if (node.matches("ul, ol")) blocks.push(items(node, depth));
      else if (node.matches("dl")) blocks.push([...node.querySelectorAll("dt")].map((term) => `- **${line(term)}**: ${meanings(term).map(line).join("; ")}`).join("\n"));
      else if (node.matches("table")) blocks.push(table(node));
      else if (node.matches("blockquote")) blocks.push(markdown(node).replace(/^/gm, "> "));
      else if (node.matches("pre")) blocks.push(`\`\`\`\n${node.textContent.trim()}\n\`\`\``);
      else if (node.matches("p, caption, figcaption, summary")) blocks.push(line(node));
      else blocks.push(markdown(node, depth));
    }
    return blocks.filter(Boolean).join("\n\n");

    function meanings(term) {
      const found = [];
      for (let next = term.nextElementSibling; next?.localName === "dd"; next = next.nextElementSibling) found.push(next);
      return found;
    }
    function items(one, deep) {
      return [...one.children].map((item_, at) => {
        const inner = [...item_.children].filter((child) => child.matches("ul, ol"));
        const blocks_ = item_.querySelector(":scope > p, :scope > dl, :scope > h3, :scope > h4");
        const mark = one.localName === "ol" ? `${at + 1}. ` : "- ";
        const pad = " ".repeat(mark.length);
        if (blocks_) return mark + markdown(item_).replace(/\n(?=.)/g, `\n${deep}${pad}`);
        const own = item_.cloneNode(true);
        own.querySelectorAll(":scope > ul, :scope > ol").forEach((child) => child.remove());
        return [`${mark}${line(own)}`, ...inner.map((child) => items(child, "").replace(/^/gm, pad))].join("\n");
      }).join("\n");
    }
    function table(one) {
      const cells = (row) => `| ${[...row.cells].map((cell) => line(cell).replaceAll("\n", " ")).join(" | ")} |`;
      const [head, ...rest] = [...one.rows];
      return [cells(head), `|${" --- |".repeat(head.cells.length)}`, ...rest.map(cells)].join("\n");
    }
  }

  /** An address without the selection that goes along. */
  function bare(address) {
    const url = new URL(address);
    const { anchor } = Tools.readState(url.hash);
    url.hash = anchor;
    return url.href.replace(/#$/, "");
  }

  function controls() {
    const input = make("input", { id: "selection-title", type: "text", autocomplete: "off", value: title(), maxLength: 120 });
    input.addEventListener("input", () => {
      Tools.collected.set({ "sel-title": [input.value.trim()].filter(Boolean) });
      heading.textContent = title() || untitled;
    });
    const box = make("input", { id: "selection-remember", type: "checkbox", checked: Tools.collected.remembered() });
    box.addEventListener("change", () => {
      Tools.collected.remember(box.checked);
      say(box.checked ? words.remembered : words.forgotten);
    });
    const button = (label, act) => {
      const one = make("button", { type: "button", className: "button" }, label);
      one.addEventListener("click", act);
      return one;
    };
    const address = make("input", { type: "text", readOnly: true, hidden: true, "aria-label": words.link });
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(location.href);
        say(words.copied);
      } catch (refused) {
        // Where the clipboard is closed, the reader copies by hand.
        address.value = location.href;
        address.hidden = false;
        address.focus();
        address.select();
        say(words.copy_yourself);
      }
    };
    const save = () => {
      const top = `# ${Tools.escape(heading.textContent)}\n\n`;
      Tools.download(`${words.file}.md`, "text/markdown", `${top}${markdown(parts)}\n\n${words.address} <${location.href}>\n`);
    };
    const empty = () => {
      Tools.collected.set({ sel: [], "sel-title": [], "sel-order": [] });
      input.value = "";
      say("");
      draw(() => { heading.tabIndex = -1; heading.focus(); });
    };
    form.append(
      make("label", { htmlFor: input.id }, words.title), input,
      make("p", { className: "tool-check" }, make("label", {}, box, ` ${words.remember}`)),
      make("div", { className: "page-actions" }, button(words.copy, copy), button(words.md, save), button(words.print, () => window.print()), button(words.empty, empty)),
      address, status);
    form.addEventListener("submit", (event) => event.preventDefault());
    heading.tabIndex = -1;
    document.addEventListener("collected", () => {
      input.value = title();
      draw();
    });
  }

  async function start() {
    data = await Tools.open(place);
    words = { ...data.words.selection, checks: data.words.checklist };
    checks = await Tools.checksOf();
    names = new Map(data.things.map((thing) => [thing.id, thing]));
    controls();
    place.append(form, parts);
    await draw();
    const { anchor } = Tools.readState(location.hash);
    if (anchor) document.getElementById(anchor)?.scrollIntoView();
  }

  if (Tools.collected) start().catch(() => place.append(make("p", { role: "alert" }, place.dataset.failed)));
})(globalThis);
