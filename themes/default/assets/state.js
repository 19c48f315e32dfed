// The state that stands behind the # of the address, where it reaches no server: `#heading&name=a.b&other=c`. A heading
// may come first, as in any address; values are ids or words. Every page has this; it knows no tool.
(function (world) {
  "use strict";

  const Tools = world.Tools = world.Tools || {};

  // An address may be broken off anywhere, also within a letter.
  const decode = (text) => {
    try {
      return decodeURIComponent(text);
    } catch (broken) {
      return "";
    }
  };
  // A dot stands between values, so it cannot stand in one.
  const encode = (text) => encodeURIComponent(text).replaceAll(".", "%2E");

  /** Reads an address' fragment: the heading, and the lists by name. */
  Tools.readState = (hash) => {
    const state = { anchor: "", lists: new Map() };
    for (const part of hash.replace(/^#/, "").split("&").filter(Boolean)) {
      const at = part.indexOf("=");
      if (at < 0) state.anchor = state.anchor || decode(part);
      else state.lists.set(part.slice(0, at), part.slice(at + 1).split(".").map(decode).filter(Boolean));
    }
    return state;
  };

  /** The fragment of a state; empty lists are left out. */
  Tools.writeState = ({ anchor, lists }) => {
    const parts = [...lists].filter(([, values]) => values.length > 0);
    const texts = parts.map(([name, values]) => `${name}=${values.map(encode).join(".")}`);
    if (anchor) texts.unshift(encodeURIComponent(anchor));
    return texts.length > 0 ? `#${texts.join("&")}` : "";
  };

  /**
   * Puts lists into the address and leaves the other lists there alone. A change becomes a step in the history, so that
   * the way back leads through it, unless `quietly`.
   */
  Tools.keep = (lists, quietly) => {
    const state = Tools.readState(location.hash);
    for (const [name, values] of Object.entries(lists)) state.lists.set(name, values);
    const address = location.pathname + location.search + Tools.writeState(state);
    history[quietly ? "replaceState" : "pushState"](null, "", address);
  };
})(globalThis);
