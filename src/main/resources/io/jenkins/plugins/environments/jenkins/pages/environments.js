/* What the pages of environments do by themselves: filters, a look for news while something moves, logs and actions on demand. */
(function () {
  "use strict";

  var INTERVAL = 3000;
  var PAUSE = 250;
  var news = {};
  var asked = 0;

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  // ---------------------------------------------------------------- filters

  function wanted() {
    var values = {};
    all(".environments-filter").forEach(function (input) {
      values[input.name] = input.value;
    });
    return values;
  }

  /** Shows the rows that hold every word and a place where all choices are so; of the columns those of the stage. */
  function filter() {
    if (!document.querySelector(".environments-filter")) {
      return;
    }
    var values = wanted();
    var words = values.q.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    all(".environments-table tr[data-words]").forEach(function (row) {
      var text = row.dataset.words.toLowerCase();
      var told = words.every(function (word) {
        return text.indexOf(word) >= 0;
      });
      var place = all("td[data-state]", row).some(function (cell) {
        return ["stage", "state", "owner"].every(function (name) {
          return !values[name] || cell.dataset[name] === values[name];
        });
      });
      row.hidden = !(told && place);
      shown += row.hidden ? 0 : 1;
    });
    all(".environments-table [data-stage]").forEach(function (cell) {
      cell.hidden = values.stage !== "" && cell.dataset.stage !== values.stage;
    });
    var none = document.querySelector(".environments-none");
    if (none) {
      none.hidden = shown > 0;
    }
  }

  /** Of a table that is too long to be here the matching part, when nobody has typed for a moment; the last one wins. */
  function fetchPart() {
    asked += 1;
    var turn = asked;
    window.setTimeout(function () {
      if (turn !== asked) {
        return;
      }
      fetch(window.location.href, { credentials: "same-origin" })
        .then(text)
        .then(function (html) {
          if (turn === asked) {
            refresh(html, true);
          }
        })
        .catch(function () {
          /* Jenkins is away; what is here stays filtered. */
        });
    }, PAUSE);
  }

  /** The filters are kept in the address, so that they can be shared. */
  function begin() {
    var given = new URL(window.location.href).searchParams;
    all(".environments-filter").forEach(function (input) {
      input.value = given.get(input.name) || "";
      if (input.selectedIndex === -1) {
        // Nothing here is so any more.
        input.selectedIndex = 0;
      }
      input.addEventListener("input", function () {
        var address = new URL(window.location.href);
        if (input.value) {
          address.searchParams.set(input.name, input.value);
        } else {
          address.searchParams.delete(input.name);
        }
        address.searchParams.delete("page");
        window.history.replaceState(null, "", address);
        filter();
        if (document.querySelector('.environments-live[data-whole="false"]')) {
          fetchPart();
        }
      });
    });
    filter();
  }

  // ---------------------------------------------------------------- news

  function moving() {
    return all('.environments-live[data-moving="true"]');
  }

  /** What each place says, for who can't see it change. */
  function states() {
    var said = {};
    all(".environments-live [data-id]").forEach(function (place) {
      said[place.dataset.id] = place.querySelector(".environments-state").textContent.trim().replace(/\s+/g, " ");
    });
    return said;
  }

  function tell(before) {
    var now = states();
    var news = Object.keys(now).filter(function (id) {
      return before[id] !== now[id];
    });
    var place = document.querySelector(".environments-said");
    if (place && news.length > 0) {
      place.textContent = news
        .map(function (id) {
          return id + ": " + now[id];
        })
        .join(", ");
    }
  }

  /**
   * Puts what the page says now in place of what it said. What somebody opened stays open, the focus where it was; not so
   * of other rows.
   */
  function refresh(text, others) {
    var before = states();
    var fresh = new DOMParser().parseFromString(text, "text/html").querySelectorAll(".environments-live");
    all(".environments-live").forEach(function (old, at) {
      if (!fresh[at] || (!others && old.querySelector(".environments-more[open]"))) {
        return;
      }
      var now = document.importNode(fresh[at], true);
      var opened = all("details", old);
      all("details", now).forEach(function (details, i) {
        details.open = Boolean(!others && opened[i] && opened[i].open);
      });
      var reachable = "a, button, summary, [tabindex]";
      var focus = all(reachable, old).indexOf(document.activeElement);
      old.replaceWith(now);
      var again = focus < 0 ? null : all(reachable, now)[focus];
      if (again) {
        again.focus({ preventScroll: true });
      }
      behave(now);
    });
    if (!others) {
      tell(before);
    }
    filter();
  }

  function text(answer) {
    if (!answer.ok) {
      throw new Error("HTTP " + answer.status);
    }
    return answer.text();
  }

  /** Asks for a few words of JSON; only when they are other than before, for the page. */
  function ask(part) {
    var address = part.dataset.news;
    return fetch(address, { credentials: "same-origin" })
      .then(text)
      .then(function (said) {
        var changed = news[address] !== said;
        news[address] = said;
        if (changed) {
          return fetch(window.location.href, { credentials: "same-origin" })
            .then(text)
            .then(function (html) {
              refresh(html, false);
            });
        }
        return null;
      });
  }

  function look() {
    if (document.hidden || moving().length === 0) {
      window.setTimeout(look, INTERVAL);
      return;
    }
    ask(moving()[0])
      .catch(function () {
        /* Jenkins is away; the next look tells. */
      })
      .then(function () {
        window.setTimeout(look, INTERVAL);
      });
  }

  /** Jenkins' behaviours for what has come; its copy buttons have a name only in a tooltip that comes and goes. */
  function behave(within) {
    if (window.Behaviour && within !== document) {
      window.Behaviour.applySubtree(within, true);
    }
    all(".jenkins-copy-button:not([aria-label])", within).forEach(function (button) {
      button.setAttribute("aria-label", button.getAttribute("tooltip"));
    });
  }

  // ---------------------------------------------------------------- on demand

  function put(place, html) {
    var part = new DOMParser().parseFromString(html, "text/html").body;
    place.replaceChildren.apply(
      place,
      Array.prototype.map.call(part.childNodes, function (node) {
        return document.importNode(node, true);
      })
    );
    behave(place);
  }

  /** The log of a service, when its button is pressed. */
  function log(button) {
    var place = document.getElementById("environments-insight");
    place.hidden = false;
    place.textContent = place.dataset.wait;
    place.setAttribute("aria-busy", "true");
    fetch(button.dataset.url, {
      method: "POST",
      credentials: "same-origin",
      headers: window.crumb.wrap({ "Content-Type": "application/x-www-form-urlencoded" }),
      body: new URLSearchParams({ service: button.dataset.service }),
    })
      .then(text)
      .then(function (html) {
        put(place, html);
      })
      .catch(function () {
        place.textContent = place.dataset.failed;
      })
      .then(function () {
        place.removeAttribute("aria-busy");
        place.focus();
      });
  }

  /** What the reader may do with the environment of a cell, when the cell is opened. */
  function actions(details) {
    if (!details.open || details.dataset.filled) {
      return;
    }
    details.dataset.filled = "true";
    fetch(details.dataset.url, { credentials: "same-origin" })
      .then(text)
      .then(function (html) {
        put(details.querySelector(".environments-actions"), html);
      })
      .catch(function () {
        /* The link to its page stays. */
        delete details.dataset.filled;
      });
  }

  document.addEventListener("DOMContentLoaded", function () {
    begin();
    behave(document);
    document.addEventListener("click", function (event) {
      var button = event.target.closest(".environments-log");
      if (button) {
        log(button);
      }
    });
    // The event does not bubble.
    document.addEventListener(
      "toggle",
      function (event) {
        if (event.target.matches(".environments-more")) {
          actions(event.target);
        }
      },
      true
    );
    if (document.querySelector(".environments-live")) {
      window.setTimeout(look, INTERVAL);
      document.addEventListener("visibilitychange", function () {
        if (!document.hidden && moving().length > 0) {
          ask(moving()[0]).catch(function () {});
        }
      });
    }
  });
})();
