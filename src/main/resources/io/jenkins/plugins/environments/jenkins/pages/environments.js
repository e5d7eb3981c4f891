/* What the pages of environments do by themselves: a filter, and a look for news while something moves. */
(function () {
  "use strict";

  var INTERVAL = 4000;

  /** Shows the rows that hold every word of the filter. */
  function filter(input) {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    document.querySelectorAll(".environments-table tr[data-words]").forEach(function (row) {
      var text = row.dataset.words.toLowerCase();
      row.hidden = !words.every(function (word) {
        return text.indexOf(word) >= 0;
      });
      shown += row.hidden ? 0 : 1;
    });
    var none = document.querySelector(".environments-none");
    if (none) {
      none.hidden = shown > 0;
    }
  }

  /** The filter is kept in the address, so that it can be shared. */
  function begin(input) {
    var address = new URL(window.location.href);
    input.value = address.searchParams.get("q") || "";
    input.addEventListener("input", function () {
      if (input.value) {
        address.searchParams.set("q", input.value);
      } else {
        address.searchParams.delete("q");
      }
      window.history.replaceState(null, "", address);
      filter(input);
    });
    filter(input);
  }

  function moving() {
    return document.querySelector('.environments-live[data-moving="true"]') !== null;
  }

  /** Puts what the page says now in place of what it said, unless somebody is at work in it. */
  function refresh(text) {
    var fresh = new DOMParser().parseFromString(text, "text/html").querySelectorAll(".environments-live");
    document.querySelectorAll(".environments-live").forEach(function (old, at) {
      var now = fresh[at];
      if (!now || old.innerHTML === now.innerHTML || old.contains(document.activeElement)) {
        return;
      }
      old.replaceWith(document.importNode(now, true));
    });
    if (window.Behaviour) {
      document.querySelectorAll(".environments-live").forEach(function (part) {
        window.Behaviour.applySubtree(part, true);
      });
    }
    var input = document.querySelector(".environments-filter");
    if (input) {
      filter(input);
    }
  }

  function look() {
    if (document.hidden || !moving()) {
      window.setTimeout(look, INTERVAL);
      return;
    }
    fetch(window.location.href, { credentials: "same-origin" })
      .then(function (answer) {
        return answer.ok ? answer.text().then(refresh) : null;
      })
      .catch(function () {
        /* Jenkins is away; the next look tells. */
      })
      .then(function () {
        window.setTimeout(look, INTERVAL);
      });
  }

  document.addEventListener("DOMContentLoaded", function () {
    var input = document.querySelector(".environments-filter");
    if (input) {
      begin(input);
    }
    if (document.querySelector(".environments-live")) {
      window.setTimeout(look, INTERVAL);
    }
  });
})();
