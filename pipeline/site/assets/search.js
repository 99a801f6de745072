/* Search over all objectives and actions. The data came by scripts of their own (see pipeline/site/search.py);
   the query stands in the part of the address after #, so that it can be kept and shared. */
(function () {
  "use strict";
  var data = self.safeplans, index = data.index;
  var form = document.getElementById("search"), count = document.getElementById("count");
  var table = document.getElementById("results"), body = table.tBodies[0];
  var pages = document.getElementById("pages"), before = document.getElementById("before");
  var after = document.getElementById("after"), at = document.getElementById("at");
  var asked = document.getElementById("asked");
  var PAGE = 50;
  var KIND = 0, DOCUMENT = 1, SUFFIX = 2, PRINTED = 3, WORDS = 4, THEMES = 5, YEARS = 6, LEADS = 7, OTHERS = 8,
    WHEN = 9, DAY = 10, STANDING = 11, BAND = 12, OVERDUE = 13, LATER = 14;
  var OVERDUE_NAMES = ["no", "yes", "unknown"];
  var rows = [], texts = [], found = [], page = 0, waiting = 0;

  for (var file = 0; file < index.files; file++) rows = rows.concat(data["rows" + file]);

  /* Words in lower case without accents, each after a blank: " word" finds what begins with it. */
  function plain(text) {
    return " " + text.normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }
  var owners = index.owners.map(function (owner) { return plain(owner[0] + " " + owner[1]); });
  var partnerships = index.partnerships.map(function (each) { return plain(each[0]); });
  function textOf(number) {
    if (texts[number] === undefined) {
      var row = rows[number];
      texts[number] = plain(row[WORDS]) + partnerships[index.documents[row[DOCUMENT]][0]] +
        row[LEADS].concat(row[OTHERS]).map(function (owner) { return owners[owner]; }).join("");
    }
    return texts[number];
  }

  function numberOf(choices, value) {
    return choices.findIndex(function (each) { return each[0] === value; });
  }

  /* For each filter, what a row must be. */
  var TESTS = {
    theme: function (value) {
      var theme = numberOf(index.themes, value);
      return function (row) { return row[THEMES].includes(theme); };
    },
    partnership: function (value) {
      var some = documents(function (partnership) { return partnership[4] === value; });
      return function (row) { return some[row[DOCUMENT]]; };
    },
    kind: function (value) {
      var some = documents(function (partnership) { return (partnership[2] || "none") === value; });
      return function (row) { return some[row[DOCUMENT]]; };
    },
    region: function (value) {
      var some = documents(function (partnership) { return partnership[1] === value; });
      return function (row) { return some[row[DOCUMENT]]; };
    },
    year: function (value) {
      var some = index.years.map(function (years) { return years.length ? years.includes(value) : value === "none"; });
      return function (row) { return some[row[YEARS]]; };
    },
    publication: function (value) {
      var publication = numberOf(index.publications, value);
      return function (row) { return index.documents[row[DOCUMENT]][2] === publication; };
    },
    row: function (value) {
      var action = numberOf(index.kinds, "action");
      return function (row) { return (row[KIND] === action ? "action" : "objective") === value; };
    },
    sector: function (value) {
      var sector = numberOf(index.sectors, value);
      return function (row) { return row[LEADS].some(function (owner) { return index.owners[owner][2] === sector; }); };
    },
    standing: function (value) {
      var standing = numberOf(index.standings, value);
      return function (row) { return row[STANDING] === standing; };
    },
    band: function (value) {
      var band = numberOf(index.bands, value);
      return function (row) { return row[BAND] === band; };
    },
    lead: function (value) { return function (row) { return (row[LEADS].length ? "yes" : "no") === value; }; },
    date: function (value) { return function (row) { return (row[DAY] ? "yes" : "no") === value; }; },
    overdue: function (value) {
      var action = numberOf(index.kinds, "action");
      return function (row) { return row[KIND] === action && OVERDUE_NAMES[row[OVERDUE]] === value; };
    },
    later: function (value) {
      var action = numberOf(index.kinds, "action"), later = numberOf(index.later, value);
      return function (row) { return row[KIND] === action && row[LATER] === later; };
    },
  };

  function documents(test) {
    return index.documents.map(function (each) { return test(index.partnerships[each[0]]); });
  }

  function search() {
    var query = new FormData(form);
    var words = plain(query.get("q")).split(" ").filter(Boolean).map(function (word) { return " " + word; });
    var tests = Object.keys(TESTS).filter(function (name) { return query.get(name); })
      .map(function (name) { return TESTS[name](query.get(name)); });
    found = [];
    for (var number = 0; number < rows.length; number++) {
      var row = rows[number], keep = true;
      for (var test = 0; keep && test < tests.length; test++) keep = tests[test](row);
      for (var word = 0; keep && word < words.length; word++) keep = textOf(number).includes(words[word]);
      if (keep) found.push(number);
    }
    page = 0;
    show();
    asked.textContent = queryInWords(query);
  }

  /* What was asked, for paper: the form is not printed. */
  function queryInWords(query) {
    var parts = Array.from(form.querySelectorAll("select")).filter(function (field) { return field.value; })
      .map(function (field) { return field.labels[0].textContent + ": " + field.selectedOptions[0].textContent; });
    if (query.get("q").trim()) parts.unshift("words: " + query.get("q").trim());
    return "Searched for " + (parts.join("; ") || "everything");
  }

  function make(name, text, attributes) {
    var element = document.createElement(name);
    if (text) element.textContent = text;
    Object.entries(attributes || {}).forEach(function (each) { element.setAttribute(each[0], each[1]); });
    return element;
  }

  function hidden(text) { return make("span", text, { "class": "visually-hidden" }); }

  function cell(line, name) {
    var made = make("td", "", { role: "cell" });
    if (name) made.setAttribute("data-name", name);
    line.append(made);
    return made;
  }

  function lineOf(row) {
    var about = index.documents[row[DOCUMENT]], whose = index.partnerships[about[0]], id = about[3];
    var line = make("tr", "", { role: "row" });
    var said = cell(line, "");
    said.append(make("span", index.kinds[row[KIND]][1], { "class": "kind" }), " ", row[WORDS]);
    if (row[THEMES].length) {
      said.append(make("span", row[THEMES].map(function (theme) { return index.themes[theme][1]; }).join(", "), { "class": "norm" }));
    }
    var partnership = cell(line, "Partnership");
    partnership.append(make("a", whose[0], { href: whose[3] + "#" + id + "-" + row[SUFFIX] }));
    partnership.append(make("span", (index.publications[about[2]][1] + " " + index.years[row[YEARS]].join(", ")).trim(), { "class": "norm" }));
    var leads = cell(line, "Who leads");
    var isAction = index.kinds[row[KIND]][0] === "action";  // of priorities their actions say who and when
    if (!row[LEADS].length) leads.append(make("span", isAction ? "No one named" : "None of its own", { "class": "none" }));
    row[LEADS].forEach(function (owner) { leads.append(make("span", index.owners[owner][0], { "class": "each" })); });
    var when = cell(line, "When");
    when.append(row[WHEN] || make("span", isAction ? "No date given" : "None of its own", { "class": "none" }));
    if (row[DAY].length > 1) when.append(make("span", untilOrFrom(row[DAY]), { "class": "norm" }));
    var standing = cell(line, "Standing");
    standing.append(make("span", index.standings[row[STANDING]][1], { "class": "tag" }));
    var later = index.later[row[LATER]];
    if (OVERDUE_NAMES[row[OVERDUE]] === "yes") {
      standing.append(" ", make("span", "Overdue", { "class": later[0] === "done" ? "tag warn" : "tag bad" }));
    }
    if (row[LATER]) standing.append(make("span", "later report: " + later[1].toLowerCase() + " (inferred)", { "class": "norm" }));
    var evidence = cell(line, "Evidence");  // the address as pipeline/base/links.py makes it
    var printed = Array.isArray(row[PRINTED]) ? row[PRINTED] : [row[PRINTED], "p. " + row[PRINTED]];
    var place = printed[0] ? "page-" + printed[0] : "lines";
    var link = make("a", printed[1], { href: "evidence/" + id + "/" + place + ".html#" + row[SUFFIX] });
    link.append(hidden(" of " + about[1] + ": " + row[WORDS].slice(0, 60)));
    evidence.append(link, make("span", index.bands[row[BAND]][1] + " confidence", { "class": "norm" }));
    return line;
  }

  /* "2026-01-01/": only when it begins is said. */
  function untilOrFrom(day) {
    return day.endsWith("/") ? "from " + dayOf(day.slice(0, -1)) : "until " + dayOf(day);
  }

  function dayOf(iso) {
    return new Date(iso + "T12:00:00").toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  }

  function show() {
    var first = page * PAGE, last = Math.min(first + PAGE, found.length);
    body.replaceChildren.apply(body, found.slice(first, last).map(function (number) { return lineOf(rows[number]); }));
    table.hidden = !found.length;
    pages.hidden = found.length <= PAGE;
    before.disabled = page === 0;
    after.disabled = last === found.length;
    at.textContent = found.length ? (first + 1) + " to " + last + " of " + found.length.toLocaleString("en-GB") : "";
    count.textContent = found.length === 1 ? "1 objective or action found" :
      found.length.toLocaleString("en-GB") + " objectives and actions found" +
      (found.length ? "" : ": take away a word or a filter");
  }

  function turn(by) {
    page += by;
    show();
    table.scrollIntoView();
    (by < 0 && before.disabled ? after : by > 0 && after.disabled ? before : by < 0 ? before : after).focus({ preventScroll: true });
  }

  function keep() {
    var query = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (value) query.append(name, value); });
    history.replaceState(null, "", "#" + query);
  }

  function restore() {
    var said = location.hash.slice(1);
    if (said && !said.includes("=")) return false;  // a place on this page, such as the one behind "Skip to the content"
    var query = new URLSearchParams(said);
    Array.from(form.elements).forEach(function (field) {
      if (!field.name) return;
      field.value = query.get(field.name) || "";
      if (field.selectedIndex === -1) field.value = "";  // a value that this report does not have
    });
    search();
    return true;
  }

  form.addEventListener("input", function (event) {
    clearTimeout(waiting);  // letters come faster than anyone reads a count
    waiting = setTimeout(function () { search(); keep(); }, event.target.id === "q" ? 120 : 0);
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); search(); keep(); });
  form.addEventListener("reset", function () { setTimeout(function () { search(); keep(); }); });
  before.addEventListener("click", function () { turn(-1); });
  after.addEventListener("click", function () { turn(1); });
  window.addEventListener("hashchange", restore);
  /* Ready for the first word, a few rows at a time, so that the page answers meanwhile. */
  function prepare(number) {
    for (var last = Math.min(number + 1000, rows.length); number < last; number++) textOf(number);
    if (number < rows.length) setTimeout(prepare, 0, number);
  }

  form.hidden = false;
  if (!restore()) search();
  setTimeout(prepare, 0, 0);
  var filters = document.getElementById("filters");
  filters.open = matchMedia("(min-width: 48rem)").matches ||
    Array.from(filters.querySelectorAll("select")).some(function (field) { return field.value; });
})();
