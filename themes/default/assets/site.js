// Adds to pages that already say everything: buttons that sort the tables meant for it, a key for the search box.
(function () {
  "use strict";

  var language = document.documentElement.lang;
  var order = new Intl.Collator(language, { numeric: true, sensitivity: "base" });

  function key(row, column) {
    var cell = row.cells[column];
    return cell.dataset.sort || cell.textContent.trim();
  }

  // Empty cells come last, whichever way the table is sorted.
  function sort(table, column, direction) {
    var body = table.tBodies[0];
    var rows = Array.from(body.rows);
    rows.sort(function (a, b) {
      var x = key(a, column);
      var y = key(b, column);
      if (!x || !y) return x ? -1 : y ? 1 : 0;
      return direction * order.compare(x, y);
    });
    body.append.apply(body, rows);
  }

  function prepare(table) {
    if (table.tBodies[0].rows.length < 2) return;
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () {
        var descending = head.getAttribute("aria-sort") === "ascending";
        Array.from(table.tHead.rows[0].cells).forEach(function (other) {
          other.removeAttribute("aria-sort");
        });
        head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        sort(table, column, descending ? -1 : 1);
      });
    });
  }

  document.querySelectorAll("table.sortable").forEach(prepare);

  // A part that scrolls is a stop for the keyboard only while there is something to scroll. It is shown from its top,
  // and what gets focus in it is shown whole.
  var regions = document.querySelectorAll(".table-scroll, .picture-scroll");

  function weigh() {
    regions.forEach(function (region) {
      region.tabIndex = region.scrollWidth > region.clientWidth || region.scrollHeight > region.clientHeight ? 0 : -1;
    });
  }

  weigh();
  window.addEventListener("resize", weigh);
  window.addEventListener("toggle", weigh, true);
  regions.forEach(function (region) {
    region.addEventListener("focusin", function (event) {
      if (!event.target.matches(":focus-visible")) return;
      if (event.target !== region) event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
      else if (region.getBoundingClientRect().top < 0) region.scrollIntoView();
    });
  });

  // A slash leads to the search box, unless one is typing, or has switched that off on the search page: who speaks to
  // the computer may say a slash by accident (WCAG 2.1.4).
  function slashIsOff() {
    try {
      return window.localStorage.getItem("slash") === "off";
    } catch (refused) {
      return false;
    }
  }

  window.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || slashIsOff()) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    var box = document.querySelector("[role=search] input[type=search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // Older browsers print a folded part folded.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not([open])").forEach(function (details) {
      details.open = true;
      window.addEventListener("afterprint", function () { details.open = false; }, { once: true });
    });
  });
})();
