// Does this fit us? Holds the circumstances of the reader against those of configurations. First the rule, a pure
// function told in plain words on the page ("Zo wegen wij", table `fit` of the locale); then the page around it.
(function (Tools) {
  "use strict";

  const WEAKEST = ["assumed", "refuted", "contradicted"];
  const fit = {};

  /** Whether one can see to it that a circumstance changes. A factor is its type, influence and favourable state. */
  fit.isArrangeable = ([type, influence]) => type === "condition" && influence !== "no";

  const STATES = { yes: "present", no: "absent" };

  /** The circumstances of a configuration beside those of the reader. */
  function beside(circumstances, { factors, answers }) {
    const found = { same: [], open: [], lacking: [], given: [], easier: [], elsewhere: [] };
    for (const [factor, state] of circumstances) {
      const own = STATES[answers.get(factor)];
      const favourable = factors[factor][2];
      if (!own) found.open.push(factor);
      else if (own === state) found.same.push(factor);
      else if (favourable === own) found.easier.push(factor);
      else if (favourable !== state) found.elsewhere.push(factor);
      else (fit.isArrangeable(factors[factor]) ? found.lacking : found.given).push(factor);
    }
    return found;
  }

  /**
   * What a configuration says to a reader: `verdict` (fits, arrange, unknown, not, silent), `weak` when the evidence
   * allows no more than "perhaps", `why` in a word, and the `factors` that decide. `world` holds the factors and the
   * answers: yes, no, or anything else for not known.
   */
  fit.configuration = (one, world) => {
    // Where it went wrong without, nobody saw it go well with.
    const without = one.side === "for" && one.effect === "fails";
    const weak = without || one.side === "mixed" || !one.strength || one.strength === "first";
    const say = (verdict, why, factors = []) => ({ verdict, why, factors, weak });
    if (one.side === "open") return say("unknown", "undecided");
    if (one.c.length === 0) return say("unknown", "unnamed");
    const found = beside(one.c, world);
    if (one.side === "against") {
      const otherwise = found.lacking.length + found.given.length + found.easier.length + found.elsewhere.length;
      if (otherwise > 0) return say("silent", "elsewhere");
      if (found.open.length > 0) return say("unknown", "open", found.open);
      const states = new Map(one.c);
      const mends = found.same.filter((factor) => {
        const favourable = world.factors[factor][2];
        return fit.isArrangeable(world.factors[factor]) && favourable !== "neutral" && favourable !== states.get(factor);
      });
      return mends.length > 0 ? say("arrange", "failed", mends) : say("not", "failed", found.same);
    }
    if (one.side === "expected" || WEAKEST.includes(one.strength)) return say("unknown", "expected");
    if (found.given.length > 0) return say("not", "lacking", found.given);
    if (found.open.length > 0) return say("unknown", "open", found.open);
    if (found.elsewhere.length > 0) return say("unknown", "elsewhere", found.elsewhere);
    if (found.easier.length > 0) return say("unknown", "easier", found.easier);
    if (found.lacking.length > 0) return say("arrange", "lacking", found.lacking);
    return say("fits", without ? "without" : "same", found.same);
  };

  /** Factors by how often they are named, the first of equals first. */
  function ranked(lists) {
    const counts = new Map();
    for (const factor of lists.flat()) counts.set(factor, (counts.get(factor) || 0) + 1);
    return [...counts].sort(([, a], [, b]) => b - a).map(([factor]) => factor);
  }

  /** The conditions of a building block beside the reader's circumstances; not one that it was seen to work without. */
  function conditionsOf({ conditions, configurations }, { factors, answers }) {
    const found = { open: [], lacking: [], given: [] };
    for (const factor of conditions) {
      const needed = factors[factor][2];
      const own = STATES[answers.get(factor)];
      if (needed === "neutral" || own === needed) continue;
      const worked = ({ side, effect, strength, c }) =>
        ["for", "mixed"].includes(side) && effect !== "fails" && !WEAKEST.includes(strength) &&
        c.some(([name, state]) => name === factor && state !== needed);
      if (configurations.some(worked)) continue;
      if (!own) found.open.push(factor);
      else (fit.isArrangeable(factors[factor]) ? found.lacking : found.given).push(factor);
    }
    return found;
  }

  /**
   * What a building block comes to: the first of these that holds. `factors` are those that decide, the one on which
   * it turns first; `basis` are the positions of the configurations that decide; `open` are the conditions that still
   * wait for an answer; `results` is what each configuration says.
   */
  fit.block = (block, world) => {
    const results = block.configurations.map((one) => fit.configuration(one, world));
    const conditions = conditionsOf(block, world);
    const places = (verdict, why) =>
      [...results.keys()].filter((i) => results[i].verdict === verdict && (!why || results[i].why === why));
    const factorsOf = (list) => list.map((i) => results[i].factors);
    const say = (verdict, why, basis, factors, weak = false) =>
      ({ verdict, why, weak, factors: ranked(factors), basis, open: conditions.open, conditions, results });
    const fits = places("fits");
    const failed = places("not", "failed");
    const lacking = places("not", "lacking");
    const mended = places("arrange", "failed");
    // Of the ones that ask for something the one that asks least, the firm before the weak.
    const cost = (i) => results[i].factors.length * 2 + results[i].weak;
    const nearest = fits.length > 0 ? [] : places("arrange", "lacking").sort((a, b) => cost(a) - cost(b)).slice(0, 1);
    const firm = (list) => list.some((i) => !results[i].weak);

    if (failed.length > 0) {
      const both = fits.length > 0;
      return say(both ? "both" : "not", "failed", [...failed, ...fits], factorsOf(failed));
    }
    if (fits.length === 0 && (conditions.given.length > 0 || (lacking.length > 0 && nearest.length + mended.length === 0))) {
      return say("not", "lacking", lacking, [...factorsOf(lacking), conditions.given]);
    }
    if (conditions.lacking.length + mended.length + nearest.length > 0) {
      const basis = [...mended, ...nearest, ...fits];
      const weak = conditions.open.length + conditions.given.length > 0 || !firm(basis);
      return say("arrange", "lacking", basis, [...factorsOf([...mended, ...nearest]), conditions.lacking], weak);
    }
    if (fits.length > 0 && conditions.open.length > 0) return say("unknown", "promising", fits, [conditions.open]);
    if (fits.length > 0) {
      return say("fits", "same", fits, factorsOf(fits), conditions.given.length > 0 || !firm(fits));
    }
    const open = places("unknown", "open");
    if (open.length + conditions.open.length > 0) return say("unknown", "open", [], [...factorsOf(open), conditions.open]);
    for (const why of ["easier", "elsewhere", "expected", "undecided", "unnamed"]) {
      const found = places("unknown", why);
      if (found.length > 0) return say("unknown", why, found, []);
    }
    return say("unknown", "nothing", [], []);
  };

  fit.ORDER = ["fits", "arrange", "both", "unknown", "not", "silent"];

  /** The order in which results are shown: what fits first; the firm before the weak; otherwise as it was. */
  fit.sorted = (results) => {
    const rank = ({ verdict, why, weak }) => fit.ORDER.indexOf(verdict) * 2 + (verdict === "unknown" ? why !== "promising" : weak);
    return [...results].sort((a, b) => rank(a) - rank(b));
  };

  Tools.fit = fit;
})(globalThis.Tools);

// The page.
(function (Tools) {
  "use strict";

  const page = typeof document === "undefined" ? null : document.querySelector(".fit");
  if (!page) return;

  const fit = Tools.fit;
  const make = Tools.make;
  const by = (id) => document.getElementById(id);
  const status = by("fit-status");
  const invitation = status.textContent;
  const ANSWERS = ["yes", "no", "unknown"];
  /** Most configurations that a verdict names. */
  const MOST = 4;

  async function start() {
    const data = await Tools.open(page, true);
    const w = data.words["fit-result"];
    const numbers = new Map(data.things.map((thing, i) => [thing.id, i]));
    const factors = Object.fromEntries([...data.things.entries()].filter(([, { factor }]) => factor).map(([i, { factor }]) => [i, factor]));
    const configurationsOf = (element) => element.dataset.configurations.split(" ").filter(Boolean).map(Number);
    const questions = new Map([...document.querySelectorAll(".fit-question")].map((element) => [numbers.get(element.dataset.factor), element]));
    const blocks = [...document.querySelectorAll(".fit-block")].map((element) => {
      const own = configurationsOf(element);
      return {
        element,
        own,
        link: element.querySelector("h3 a"),
        configurations: own.map((i) => data.configurations[i]),
        conditions: element.dataset.conditions.split(" ").filter(Boolean).map((id) => numbers.get(id)),
      };
    });
    const list = document.querySelector(".fit-blocks");
    const others = by("fit-others");
    const opened = new Set();

    const answerOf = (element) => element.querySelector("input:checked")?.value;
    const answers = () => new Map([...questions].map(([i, element]) => [i, answerOf(element)]).filter(([, answer]) => answer));
    const textOf = (i) => questions.get(i)?.querySelector("legend").textContent;
    const title = (i) => data.things[i].title;
    const hrefOf = (i) => Tools.href(data.things[i].id, data.things[i].kind);
    const link = (i) => make("a", { href: hrefOf(i) }, title(i));

    /** A circumstance in a state as a clause. */
    const clause = (i, state) => questions.get(i)?.dataset[state] ?? `“${title(i)}”`;
    const helping = (i) => (factors[i][2] === "absent" ? "absent" : "present");
    const own = (world, i) => (world.answers.get(i) === "yes" ? "present" : "absent");
    /** Two clauses, and how many more there are. */
    const clauses = (list, state, and) => {
      const more = list.length > 2 ? ` (${Tools.fill(w.and_more, { n: list.length - 2 })})` : "";
      return list.slice(0, 2).map((i) => clause(i, state(i))).join(` ${and} `) + more;
    };
    const counted = (key, n) => (n === 0 ? "" : Tools.fill(w[`${key}_${n === 1 ? "one" : "many"}`], { n }));

    /** A verdict in words. */
    const verdictOf = ({ verdict, weak, why, factors: deciding }, world) => {
      if (verdict === "fits") return weak ? w.fits_weak : w.fits;
      if (verdict === "arrange") return Tools.fill(weak ? w.arrange_weak : w.arrange, { what: clauses(deciding, helping, w.and_that) });
      if (verdict === "not") return Tools.fill(w.not, { what: clauses(deciding, (i) => own(world, i), data.words.tools.and) });
      return { both: w.both, unknown: why === "promising" ? w.promising : w.unknown_verdict, silent: w.silent }[verdict];
    };

    /** Why a building block gets its verdict. */
    const reasonOf = ({ verdict, why, weak, basis, conditions, open, results, factors: deciding }) => {
      const number = (verdict, why) => basis.filter((i) => results[i].verdict === verdict && results[i].why === why).length;
      const seen = [counted("worked", number("fits", "same")), counted("without", number("fits", "without"))];
      const parts = {
        fits: () => [...seen, conditions.given.length > 0 ? Tools.fill(w.lacks_given, { what: Tools.enumerate(conditions.given.map(title)) }) : weak ? w.weak : ""],
        both: () => [counted("failed", number("not", "failed")), ...seen],
        arrange: () => [
          conditions.lacking.length > 0 ? Tools.fill(w.needs, { what: Tools.enumerate(conditions.lacking.map(title)) }) : "",
          counted("mended", number("arrange", "failed")),
          number("arrange", "lacking") > 0 ? w.seen_with : "",
          ...seen,
        ],
        not: () => [
          why === "failed" ? counted("failed", number("not", "failed")) : "",
          why === "lacking" && conditions.given.length > 0 ? Tools.fill(w.needs, { what: Tools.enumerate(conditions.given.map(title)) }) : "",
          why === "lacking" ? counted("only_with", number("not", "lacking")) : "",
        ],
        unknown: () => (why === "promising" ? [...seen, w.conditions_open] : why === "open" ? [] : [w[why]]),
      }[verdict]();
      const ask = { unknown: deciding, arrange: open }[verdict]?.find((i) => textOf(i));
      return [...parts, ask === undefined ? "" : Tools.fill(verdict === "arrange" ? w.open_also : w.open, { question: textOf(ask) })].filter(Boolean).join(" ");
    };

    /** Why a configuration gets its verdict. */
    const whyOf = ({ verdict, why, factors: deciding }, i, world) => {
      const states = new Map(data.configurations[i].c);
      const what = Tools.enumerate(deciding.map((factor) => clause(factor, states.get(factor))));
      if (why === "open") return Tools.fill(w.open, { question: textOf(deciding.find((one) => textOf(one)) ?? -1) ?? Tools.enumerate(deciding.map(title)) });
      if (verdict === "silent") return w.silent_elsewhere;
      if (why === "same") return Tools.fill(data.configurations[i].effect === "mixed" ? w.one_mixed : w.one_worked, { what });
      const key = { without: "one_without", failed: "one_failed", lacking: "one_seen" }[why];
      return key ? Tools.fill(w[key], { what }) : w[why];
    };

    /** What a configuration is about, as on its page. */
    const nameOf = (i) => {
      const { i: done, c, o, id } = data.configurations[i];
      const part = (letter, [thing, state], plain) =>
        title(thing) + (state === plain ? "" : ` (${data.words.state[`${letter}-${state}`]})`);
      const inside = (text) => text.replace(/^\p{Lu}(?=\p{Ll}+([ -]|$))/u, (first) => first.toLowerCase());
      const first = done.length > 0 ? part("intervention", done[0], "used") : c.length > 0 ? part("context", c[0], "present") : "";
      return [first, o.length > 0 ? inside(part("outcome", o[0], "occurs")) : ""].filter(Boolean).join(" → ") || id;
    };
    const knownOf = (i) => {
      const { effect, strength } = data.configurations[i];
      return [data.words.effect[effect], strength ? data.words.strength[strength] : ""].filter(Boolean).join(", ");
    };
    const configurationHref = (i) => Tools.href(data.configurations[i].id, "configuration");

    /** The ways to arrange a circumstance, and the cases where it was so, as the question lists them. */
    const help = (i) => ["ways", "cases"].map((key) => [w[key], [...(questions.get(i)?.querySelectorAll(`.fit-${key} a`) ?? [])]]);
    const commas = (links) => links.flatMap((one, n) => (n > 0 ? [", ", one] : [one]));

    const wanted = (one) => (one.verdict === "arrange" || (one.verdict === "not" && one.why === "lacking") || one.verdict === "both" ? one.factors.slice(0, MOST) : []);
    const basisOf = (one) => one.basis.slice(0, MOST).map((place) => one.own[place]);

    function shown(one, world) {
      const parts = [
        make("p", { className: `fit-word fit-${one.verdict}` }, `${verdictOf(one, world)}.`),
        make("p", {}, reasonOf(one)),
      ];
      if (one.factors.length > 0) parts.push(make("p", { className: "fit-turn" }, `${w.turn} `, link(one.factors[0])));
      const helps = wanted(one).map((i) => {
        const lines = help(i).filter(([, links]) => links.length > 0);
        return lines.length === 0 ? null : make("li", {}, link(i), lines.map(([label, links]) =>
          make("span", { className: "fit-line" }, `${label}: `, commas(links.map((a) => make("a", { href: a.href }, a.textContent))))));
      }).filter(Boolean);
      if (helps.length > 0) parts.push(make("p", { className: "fit-label" }, w.how), make("ul", {}, helps));
      const basis = basisOf(one);
      if (basis.length > 0) {
        parts.push(make("p", { className: "fit-label" }, w.basis), make("ul", {}, basis.map((i) =>
          make("li", {}, make("a", { href: configurationHref(i) }, nameOf(i)), make("span", { className: "counts" }, ` ${knownOf(i)}`)))));
      }
      if (one.own.length > 0) parts.push(each(one.element.id, w.each, one.link.textContent, one.own, one.results, world));
      return parts;
    }

    /** What each configuration says, fetched when it is opened. */
    function each(id, label, of, all, results, world) {
      const body = make("ul", { className: "configurations" });
      const details = make("details", { className: "fit-each" },
        make("summary", {}, `${label} `, make("span", { className: "count" }, String(all.length)), make("span", { className: "visually-hidden" }, `: ${of}`)), body);
      const fill = async () => {
        const rows = fit.sorted(all.map((number, place) => ({ number, ...results[place] })));
        const cards = await Tools.cardsOf(rows.map(({ number }) => number));
        body.replaceChildren(...cards.map((card, n) => {
          card.prepend(make("p", { className: `fit-word fit-${rows[n].verdict}` }, `${verdictOf(rows[n], world)}.`),
            make("p", {}, whyOf(rows[n], rows[n].number, world)));
          return card;
        }));
      };
      details.addEventListener("toggle", () => {
        opened[details.open ? "add" : "delete"](id);
        if (details.open && body.children.length === 0) fill();
      });
      details.open = opened.has(id);
      return details;
    }

    let results = [];

    function render() {
      const world = { factors, answers: answers() };
      const any = world.answers.size > 0;
      const judged = blocks.map((block) => ({ ...block, ...fit.block(block, world) }));
      results = any ? fit.sorted(judged) : [];
      for (const one of any ? results : judged) {
        one.element.querySelector(".fit-verdict").replaceChildren(...(any ? shown(one, world) : []));
        list.append(one.element);
      }
      const left = configurationsOf(others);
      const says = left.map((i) => fit.configuration(data.configurations[i], world));
      others.replaceChildren(...(any && left.length > 0 ? [each("fit-others", w.others, w.results, left, says, world)] : []));
      page.classList.toggle("fit-answered", any);
      for (const id of ["fit-clear", "fit-markdown", "fit-csv", "fit-to-results"]) by(id).disabled = !any;
      if (!any) {
        status.textContent = invitation;
        return;
      }
      const counts = fit.ORDER.map((verdict) => [verdict, results.filter((one) => one.verdict === verdict).length]).filter(([, n]) => n > 0);
      const words = counts.map(([verdict, n]) => make("span", { className: `fit-word fit-${verdict}` }, `${n} ${w[`word_${verdict}`]}`));
      status.replaceChildren(Tools.fill(w.status, { n: world.answers.size, all: questions.size }), " ",
        make("span", { className: "fit-counts" }, commas(words), "."));
    }

    function keep() {
      const lists = Object.fromEntries(ANSWERS.map((answer) => [w[`key_${answer}`], []]));
      for (const element of questions.values()) {
        const answer = answerOf(element);
        if (answer) lists[w[`key_${answer}`]].push(element.dataset.factor);
      }
      Tools.keep(lists, true);
    }

    function read() {
      const { anchor, lists } = Tools.readState(location.hash);
      // A link within the page, such as the one to its main part, names no answers and takes none away.
      if (anchor && lists.size === 0) return keep();
      const given = new Map(ANSWERS.flatMap((answer) => (lists.get(w[`key_${answer}`]) ?? []).map((id) => [id, answer])));
      for (const element of questions.values()) {
        const answer = given.get(element.dataset.factor);
        for (const input of element.querySelectorAll("input")) input.checked = input.value === answer;
      }
      render();
    }

    const absolute = (href) => new URL(href, location.href).href;
    const today = () => new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });

    function markdown() {
      const world = { factors, answers: answers() };
      const text = Tools.escape;
      const to = (label, href) => `[${text(label)}](${absolute(href)})`;
      const lines = [`# ${w.title}`, "", Tools.fill(w.made, { date: today(), address: `<${location.href}>` }), "", `## ${w.answers}`, ""];
      for (const [i, answer] of world.answers) lines.push(`- ${text(textOf(i))} **${w[answer]}** (${to(title(i), hrefOf(i))})`);
      lines.push("", `## ${w.results}`);
      for (const one of results) {
        lines.push("", `### ${to(one.link.textContent, one.link.href)}`, "", `**${text(verdictOf(one, world))}.** ${text(reasonOf(one))}`);
        if (one.factors.length > 0) lines.push("", `${w.turn} ${to(title(one.factors[0]), hrefOf(one.factors[0]))}.`);
        for (const i of wanted(one)) {
          lines.push("", `- ${to(title(i), hrefOf(i))}`);
          for (const [label, links] of help(i)) {
            if (links.length > 0) lines.push(`  - ${label}: ${links.map((a) => to(a.textContent, a.href)).join(", ")}`);
          }
        }
        const basis = one.basis.map((place) => one.own[place]);
        if (basis.length > 0) lines.push("", `${w.basis}:`, "", ...basis.map((i) => {
          const { sources, cases } = data.configurations[i];
          const from = [...cases, ...sources].map((thing) => to(title(thing), hrefOf(thing))).join(", ");
          return `- ${to(nameOf(i), configurationHref(i))}: ${text(knownOf(i))}${from ? `. ${w.from}: ${from}` : ""}`;
        }));
      }
      return `${lines.join("\n")}\n`;
    }

    function csv() {
      const world = { factors, answers: answers() };
      const rows = [[w.kind, w.what, w.verdict, w.reason, w.turn.replace(/:$/, ""), w.address]];
      for (const [i, answer] of world.answers) rows.push([w.question, textOf(i), w[answer], "", title(i), absolute(hrefOf(i))]);
      for (const one of results) {
        rows.push([w.block, one.link.textContent, verdictOf(one, world), reasonOf(one), one.factors.length > 0 ? title(one.factors[0]) : "", one.link.href]);
      }
      return Tools.csv(rows);
    }

    document.querySelector(".fit-main").addEventListener("change", (event) => {
      if (!event.target.matches(".fit-question input")) return;
      keep();
      render();
    });
    window.addEventListener("hashchange", read);
    by("fit-clear").addEventListener("click", () => {
      for (const element of questions.values()) for (const input of element.querySelectorAll("input")) input.checked = false;
      keep();
      render();
      questions.values().next().value?.querySelector("input").focus();
    });
    by("fit-to-results").addEventListener("click", () => {
      by("fit-results").focus();
      by("fit-results").scrollIntoView();
    });
    by("fit-markdown").addEventListener("click", () => Tools.download(`${w.name}.md`, "text/markdown", markdown()));
    by("fit-csv").addEventListener("click", () => Tools.download(`${w.name}.csv`, "text/csv", csv()));
    by("fit-print").addEventListener("click", () => window.print());
    read();
    if (location.hash === "" || answers().size === 0) render();
    document.querySelector(".fit-tools").hidden = false;
  }

  start().catch((error) => {
    status.textContent = page.dataset.failed;
    throw error;
  });
})(globalThis.Tools);
