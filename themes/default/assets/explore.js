// What works for whom? One sentence with pickers; the answer is the configurations that fit, under the questions that
// they answer. The logic knows no page and runs in node; what draws it stands below.
(function (world) {
  "use strict";

  const Tools = world.Tools;
  const DIMENSIONS = ["audience", "context", "intervention", "mechanism", "outcome", "effect"];
  const LETTERS = { context: "c", intervention: "i", mechanism: "m", outcome: "o" };
  const SIDES = ["for", "against", "mixed", "expected", "open"];
  const MOST = 20; // cards at once

  /** A word as it stands in an address. */
  const slug = (word) => word.toLowerCase().replace(/[^a-z0-9]+/g, "-");

  /**
   * All that can be picked: per dimension the options that occur, and per configuration the options that it has. A
   * circumstance that is not there is an option of its own: `~krapte`.
   */
  function index(data) {
    const found = new Map(DIMENSIONS.map((name) => [name, new Map()]));
    const option = (name, id, thing, absent) => {
      const options = found.get(name);
      if (!options.has(id)) {
        const { title, inside } = data.things[thing] || { title: data.words.effect[absent], inside: data.words.effect[absent].toLowerCase() };
        const say = (text) => (absent === "absent" ? Tools.fill(data.words.explore.absent, { name: text }) : text);
        options.set(id, { id, label: say(title), inside: say(inside) });
      }
      return id;
    };
    const rows = data.configurations.map((one) => {
      const row = { audience: new Set(one.audience.map((thing) => option("audience", data.things[thing].id, thing))) };
      for (const [name, letter] of Object.entries(LETTERS)) {
        row[name] = new Set(one[letter].map(([thing, state]) => {
          const absent = name === "context" && state === "absent" ? "absent" : "";
          return option(name, (absent && "~") + data.things[thing].id, thing, absent);
        }));
      }
      row.effect = new Set([option("effect", slug(data.words.effect[one.effect]), -1, one.effect)]);
      return row;
    });
    const order = new Intl.Collator(data.words.explore.language).compare;
    const effects = Object.values(data.words.effect).map(slug);
    const dimensions = DIMENSIONS.map((name) => {
      const options = [...found.get(name).values()];
      options.sort((a, b) => (name === "effect" ? effects.indexOf(a.id) - effects.indexOf(b.id) : order(a.label, b.label)));
      return { name, options };
    });
    return { rows, dimensions };
  }

  /** The dimensions of a configuration in which it has none of what is picked. */
  const misses = (row, picks) => [...picks].filter(([name, ids]) => ids.length > 0 && !ids.some((id) => row[name].has(id))).map(([name]) => name);

  /** The numbers of the configurations that fit: one of the picks in every dimension that has any. */
  const match = ({ rows }, picks) => rows.flatMap((row, number) => (misses(row, picks).length === 0 ? [number] : []));

  /** How many configurations each option would leave, whatever is picked in its own dimension. */
  function counts({ rows, dimensions }, picks) {
    const all = new Map(dimensions.map(({ name, options }) => [name, new Map(options.map(({ id }) => [id, 0]))]));
    for (const row of rows) {
      const missed = misses(row, picks);
      for (const [name, count] of all) {
        if (missed.some((other) => other !== name)) continue;
        for (const id of row[name]) count.set(id, count.get(id) + 1);
      }
    }
    return all;
  }

  /** When nothing fits: the fewest dimensions to let go of, and of those the ones without which most remains. */
  function drop(found, picks) {
    const names = [...picks].filter(([, ids]) => ids.length > 0).map(([name]) => name);
    let best = { names, left: match(found, new Map()).length };
    for (let set = 1; set < 2 ** names.length - 1; set++) {
      const away = names.filter((_, i) => set & (1 << i));
      if (away.length > best.names.length) continue;
      const left = match(found, new Map([...picks].filter(([name]) => !away.includes(name)))).length;
      if (left > 0 && (away.length < best.names.length || left > best.left)) best = { names: away, left };
    }
    return best;
  }

  /** What a configuration says to each question that it speaks to. */
  const answers = (one) =>
    one.i.flatMap(([from], i) => one.o.map(([to], o) => {
      const letter = one.sides[i * one.o.length + o];
      return { from, to, side: SIDES.find((side) => side[0] === letter) };
    }));

  /**
   * Configurations under the question that they answer, each once: again and again the question that most of the rest
   * speaks to. Questions that were picked come before others. Without a question are those that lack a letter.
   */
  function group(data, numbers, picks = new Map()) {
    const picked = (name, thing) => {
      const ids = picks.get(name) || [];
      return ids.length === 0 || ids.includes(data.things[thing].id);
    };
    let rest = numbers.map((number) => ({
      number,
      answers: answers(data.configurations[number]).filter(({ from, to }) => picked("intervention", from) && picked("outcome", to)),
    }));
    const groups = [];
    for (;;) {
      const sizes = new Map();
      for (const one of rest) {
        for (const key of new Set(one.answers.map(({ from, to }) => `${from} ${to}`))) sizes.set(key, (sizes.get(key) || 0) + 1);
      }
      let best;
      for (const [key, size] of sizes) if (!best || size > sizes.get(best)) best = key;
      if (!best) break;
      const [from, to] = best.split(" ").map(Number);
      const mine = rest.map((one) => ({ ...one, answer: one.answers.find((answer) => answer.from === from && answer.to === to) }));
      const sides = SIDES.map((side) => ({ side, numbers: mine.filter(({ answer }) => answer?.side === side).map(({ number }) => number) }));
      groups.push({ from, to, size: sizes.get(best), sides: sides.filter((side) => side.numbers.length > 0) });
      rest = mine.filter(({ answer }) => !answer);
    }
    if (rest.length > 0) groups.push({ size: rest.length, sides: [{ side: "open", numbers: rest.map(({ number }) => number) }] });
    return groups;
  }

  /** The first cards of groups. */
  function cut(groups, most) {
    const shown = [];
    for (const one of groups) {
      const sides = [];
      for (const { side, numbers } of one.sides) {
        const some = numbers.slice(0, Math.max(0, most));
        most -= some.length;
        if (some.length > 0) sides.push({ side, numbers: some, all: numbers.length });
      }
      if (sides.length > 0) shown.push({ ...one, sides });
    }
    return shown;
  }

  /** The question of a group in words. */
  function ask(data, { from, to }) {
    if (from === undefined) return data.words.explore.rest;
    const [intervention, outcome] = [data.things[from], data.things[to]];
    return Tools.fill(data.words.ask[outcome.unwanted ? "title_unwanted" : "title"], { intervention: intervention.inside, outcome: outcome.inside });
  }

  /** What is picked, as a sentence. */
  function sentence(data, { dimensions }, picks) {
    const words = data.words.explore;
    const parts = dimensions.map(({ name, options }) => {
      const chosen = options.filter(({ id }) => (picks.get(name) || []).includes(id)).map(({ inside }) => inside);
      return chosen.length > 0 ? `${words[`${name}_lead`]} ${Tools.enumerate(chosen, words.or)}` : "";
    });
    return parts.filter(Boolean).join(", ");
  }

  /** One line a configuration, for spreadsheets; `told` gives the sentence of a configuration and where it stands. */
  function table(data, groups, told) {
    const words = data.words.explore;
    const titles = (things) => things.map((thing) => data.things[thing].title).join("; ");
    const heads = ["question", "side", "sentence", "effect", "strength", "cases", "sources", "address"];
    const rows = groups.flatMap((one) => one.sides.flatMap(({ side, numbers }) => numbers.map((number) => {
      const { effect, strength, cases, sources } = data.configurations[number];
      const { text, counts: known, address } = told(number);
      const strong = strength ? `${data.words.strength[strength]}${known && ` (${known})`}` : words.no_strength;
      return [ask(data, one), data.words.side[side], text, data.words.effect[effect], strong, titles(cases), titles(sources), address];
    })));
    return [heads.map((head) => words[`head_${head}`]), ...rows];
  }

  /** The same as a text. */
  function markdown(data, { title, asked, address }, rows) {
    const [heads, ...lines] = rows;
    const text = [`# ${Tools.escape(title)}`, "", Tools.escape(asked), "", `<${address}>`];
    let [question, side] = ["", ""];
    for (const [q, s, told, ...facts] of lines) {
      if (q !== question) text.push("", `## ${Tools.escape(q)}`);
      if (q !== question || s !== side) text.push("", `### ${Tools.escape(s[0].toUpperCase() + s.slice(1))}`, "");
      [question, side] = [q, s];
      const link = facts.pop();
      text.push(`- ${Tools.escape(told)}`);
      facts.forEach((fact, i) => { if (fact) text.push(`  - ${heads[i + 3]}: ${Tools.escape(fact)}`); });
      text.push(`  - <${link}>`);
    }
    return `${text.join("\n")}\n`;
  }

  Tools.explore = { index, match, counts, drop, group, cut, ask, sentence, table, markdown };

  const place = world.document?.getElementById("explore");
  if (place) start(place).catch(() => { place.replaceChildren(Tools.make("p", { role: "status" }, place.dataset.failed)); });

  async function start(section) {
    const data = await Tools.open(section);
    const { make, fill } = Tools;
    const words = data.words.explore;
    const found = index(data);
    const route = (name) => data.words["facet-route"][name];
    const button = (text, act) => {
      const one = make("button", { className: "button", type: "button" }, text);
      one.addEventListener("click", act);
      return one;
    };
    let most = MOST;
    let turn = 0;

    /** What is picked, as far as it is known here. */
    function read() {
      const { lists } = Tools.readState(location.hash);
      return new Map(found.dimensions.map(({ name, options }) => [name, (lists.get(route(name)) || []).filter((id) => options.some((option) => option.id === id))]));
    }

    function keep(picks) {
      Tools.keep(Object.fromEntries([...picks].map(([name, ids]) => [route(name), ids])));
      most = MOST;
      return render();
    }

    // A picker is a folded list of checkboxes; folded, it is a part of the sentence.
    const pickers = found.dimensions.map(({ name, options }) => {
      const boxes = options.map(({ id, label }) => {
        const box = make("input", { type: "checkbox", value: id });
        const count = make("span", { className: "count" });
        return { box, count, words: label.toLowerCase(), label: make("label", {}, box, make("span", {}, label), count) };
      });
      const value = make("span", { className: "picker-value" });
      const set = make("fieldset", { className: "facet" }, make("legend", { className: "visually-hidden" }, data.words.facet[name]), boxes.map(({ label }) => label));
      const fold = make("details", { className: "picker", name: "explore-picker" },
        make("summary", {}, make("span", { className: "picker-lead" }, words[`${name}_lead`]), " ", value));
      if (boxes.length > 12) {
        const narrow = make("input", { type: "search", autocomplete: "off" });
        narrow.addEventListener("input", () => {
          const asked = narrow.value.trim().toLowerCase();
          for (const one of boxes) one.label.hidden = !one.words.includes(asked) && !one.box.checked;
        });
        fold.append(make("label", { className: "picker-filter" }, make("span", {}, fill(words.filter, { name: data.words.facet[name].toLowerCase() })), narrow));
      }
      fold.append(set);
      fold.addEventListener("change", (event) => {
        if (event.target.type !== "checkbox") return;
        keep(read().set(name, boxes.filter(({ box }) => box.checked).map(({ box }) => box.value)));
      });
      fold.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !fold.open) return;
        fold.open = false;
        fold.querySelector("summary").focus();
      });
      return { name, boxes, value, fold, options };
    });

    const status = make("p", { className: "explore-status", role: "status" });
    const asked = make("p", { className: "explore-asked" });
    const help = make("div", { className: "explore-help" });
    const results = make("div", { className: "explore-results" });
    const clear = button(words.clear, () => {
      keep(new Map(found.dimensions.map(({ name }) => [name, []])));
      pickers[0].fold.querySelector("summary").focus();
    });
    const more = button(words.more, async () => {
      const before = most;
      most += MOST;
      await render();
      results.querySelectorAll(".configuration")[before]?.querySelector("a").focus();
    });
    const exits = make("div", { className: "explore-exits" },
      button(words.markdown, () => hand("md", "text/markdown", (rows) => markdown(data, { title: document.querySelector("h1").textContent, asked: asked.textContent, address: location.href }, rows))),
      button(words.csv, () => hand("csv", "text/csv", (rows) => Tools.csv(rows))));

    /** All that fits as a file. */
    async function hand(ending, type, write) {
      const picks = read();
      const groups = group(data, match(found, picks), picks);
      const numbers = groups.flatMap(({ sides }) => sides.flatMap((side) => side.numbers));
      const cards = new Map((await Tools.cardsOf(numbers)).map((card, i) => [numbers[i], card]));
      const text = (card, selector) => (card.querySelector(selector)?.textContent || "").replace(/\s+/g, " ").trim();
      const told = (number) => ({
        text: text(cards.get(number), ".sentence"),
        counts: text(cards.get(number), ".counts"),
        address: new URL(Tools.href(data.configurations[number].id, "configuration"), location.href).href,
      });
      Tools.download(`${words.file}.${ending}`, type, write(table(data, groups, told)));
    }

    async function draw(groups) {
      const numbers = groups.flatMap(({ sides }) => sides.flatMap((side) => side.numbers));
      const cards = await Tools.cardsOf(numbers);
      return groups.map((one, i) => {
        const id = `explore-${i}`;
        const title = ask(data, one);
        const link = one.from === undefined ? title : make("a", { href: Tools.href(`${data.things[one.from].id}/${data.things[one.to].id}`, "question") }, title);
        const sides = one.sides.map(({ side, numbers: { length }, all }) => [
          make("p", { className: "side-label", id: `${id}-${side}` }, data.words.side[side], " ", make("span", { className: "count" }, String(all))),
          make("ul", { className: "configurations", "aria-labelledby": `${id}-${side}` }, cards.splice(0, length)),
        ]);
        return make("section", { "aria-labelledby": id }, make("h3", { id }, link, " ", make("span", { className: "count" }, String(one.size))), sides);
      });
    }

    async function render() {
      const now = ++turn;
      const picks = read();
      const numbers = match(found, picks);
      const left = counts(found, picks);
      const any = [...picks.values()].some((ids) => ids.length > 0);
      for (const { name, boxes, value, fold, options } of pickers) {
        const ids = picks.get(name);
        for (const { box, count, label } of boxes) {
          box.checked = ids.includes(box.value);
          const number = left.get(name).get(box.value);
          count.textContent = String(number);
          label.classList.toggle("none-left", number === 0);
        }
        // What would leave nothing comes last; a list that somebody is in stays as it is.
        if (!fold.contains(document.activeElement)) {
          const empty = boxes.filter(({ label }) => label.classList.contains("none-left"));
          fold.querySelector("fieldset").append(...boxes.filter((one) => !empty.includes(one)).map(({ label }) => label), ...empty.map(({ label }) => label));
        }
        const chosen = options.filter(({ id }) => ids.includes(id)).map(({ inside }) => inside);
        value.textContent = chosen.length > 0 ? Tools.enumerate(chosen, words.or) : words[`${name}_any`];
        fold.classList.toggle("picked", chosen.length > 0);
      }
      asked.textContent = fill(words.asked, { sentence: sentence(data, found, picks) });
      const groups = any ? group(data, numbers, picks) : [];
      const items = await draw(cut(groups, most));
      if (now !== turn) return;
      const n = numbers.length;
      status.textContent = fill(!any ? words.start : n === 0 ? words.nothing : n === 1 ? words.found_one : words.found_many, { n });
      help.replaceChildren(...(any && n === 0 ? advice(picks) : []));
      results.replaceChildren(...items);
      section.classList.toggle("asked", any);
      clear.hidden = asked.hidden = !any;
      more.hidden = !any || n <= most;
      exits.hidden = !any || n === 0;
    }

    /** Nothing is never the end. */
    function advice(picks) {
      const { names, left } = drop(found, picks);
      const inside = pickers.filter(({ name }) => names.includes(name)).flatMap(({ name, options }) => options.filter(({ id }) => picks.get(name).includes(id)));
      const what = Tools.enumerate(inside.map((option) => `‘${option.inside}’`));
      const go = button(fill(words.drop, { what }), () => {
        for (const name of names) picks.set(name, []);
        keep(picks);
        pickers.find(({ name }) => name === names[0]).fold.querySelector("summary").focus();
      });
      return [make("p", {}, fill(left === 1 ? words.drop_one : words.drop_many, { what, n: left })), go];
    }

    const form = make("form", { className: "explore-form" },
      make("h2", { id: "explore-title" }, words.title),
      make("div", { className: "pickers" }, make("p", { className: "picker-begin" }, words.begin), pickers.map(({ fold }) => fold)),
      make("div", { className: "explore-line" }, status, clear));
    form.addEventListener("submit", (event) => event.preventDefault());
    section.replaceChildren(form, asked, help, results, more, exits);
    section.setAttribute("aria-labelledby", "explore-title");
    window.addEventListener("popstate", () => { most = MOST; render(); });
    await render();
  }
})(globalThis);
