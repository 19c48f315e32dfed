// What the tools in the browser share: their data, the state that stands in the address, the cards of configurations,
// and ways out (Markdown, CSV). The state itself is in state.js, which every page has. A classic script without dependencies; the data come as scripts too, so that all of it
// works under a strict policy and from a folder on disk. Written by src/site/tools/data.rs. Knows no tool: each has a
// script of its own, published in one file with this one.
(function (world) {
  "use strict";

  const Tools = world.Tools = world.Tools || {};
  const loaded = new Map();
  const cards = new Map();
  const pages = new Map();

  /** Loads a script once. */
  function load(address) {
    if (!loaded.has(address)) {
      loaded.set(address, new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement("script"), { src: address });
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => {
          loaded.delete(address);
          reject(new Error(address));
        });
        document.head.append(script);
      }));
    }
    return loaded.get(address);
  }

  let data;
  let checks;
  // The files of data call these.
  Tools.data = (value) => { data = value; };
  Tools.page = (value) => { pages.set(value.id, value); };
  Tools.checks = (value) => { checks = value; };
  Tools.words = (value) => { Object.assign(data.words, value); };
  Tools.cards = (number, list) => { cards.set(number, list); };

  /**
   * The data of the site. `at` is the element that says where they are: `data-tools` and `data-root`. Who can do without
   * the words of other tools says so with `sparing`.
   */
  Tools.open = async (at, sparing) => {
    await load(at.dataset.tools);
    data.root = at.dataset.root;
    if (!sparing) await load(data.root + data.moreWords);
    return data;
  };

  /** The cards of these configurations (their numbers), as list items in the order that was asked for. */
  Tools.cardsOf = async (numbers) => {
    const files = new Set(numbers.map((number) => Math.floor(number / data.cardsPerFile)));
    await Promise.all([...files].map((file) => load(data.root + data.cards[file])));
    const range = document.createRange();
    return numbers.map((number) => {
      const text = cards.get(Math.floor(number / data.cardsPerFile))[number % data.cardsPerFile];
      return range.createContextualFragment(text.trim()).firstElementChild;
    });
  };

  /** What there is to tell of these pages, by id, in this order; what is not there (any more) is left out. */
  Tools.pagesOf = async (ids) => {
    const good = ids.filter((id) => /^[a-z0-9-]+$/.test(id));
    await Promise.allSettled(good.filter((id) => !pages.has(id)).map((id) => load(`${data.root}assets/data/page/${id}.js`)));
    return good.map((id) => pages.get(id)).filter(Boolean);
  };

  /** What one asks of a circumstance, and how one recognises a mechanism, by id. */
  Tools.checksOf = async () => {
    await load(data.root + data.checks);
    return checks;
  };

  /** Where the page of a thing or a configuration stands, seen from the page of a tool. */
  Tools.href = (id, kind) => `${data.root}${data.folders[kind]}${id}/index.html`;

  /** An element with what is in it: texts, elements, lists of both, nothing. Attributes with a dash are set as such. */
  Tools.make = (name, attributes, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.includes("-")) element.setAttribute(key, value);
      else element[key] = value;
    }
    element.append(...inside.flat(2).filter((one) => one !== null && one !== undefined));
    return element;
  };

  /** A text with its blanks filled in: `{name}`. */
  Tools.fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /** `a, b en c`. */
  Tools.enumerate = (texts, and = data.words.tools.and) =>
    texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} ${and} ${texts[texts.length - 1]}`;

  /** Offers a text as a file. */
  Tools.download = (name, type, text) => {
    const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    const link = Tools.make("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };

  /**
   * Rows as CSV (RFC 4180, with the separator of the language and the mark that makes spreadsheets read UTF-8). No cell
   * becomes a formula.
   */
  Tools.csv = (rows, separator = data.words.tools.separator) => {
    const cell = (value) => {
      const text = String(value ?? "").replace(/^[=+\-@\t\r]/, "'$&");
      return /[",;\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return "\ufeff" + rows.map((row) => row.map(cell).join(separator)).join("\r\n") + "\r\n";
  };

  /** Text that means nothing else in Markdown. */
  Tools.escape = (text) => text.replace(/([\\`*_[\]<>#|])/g, "\\$1");
})(globalThis);
