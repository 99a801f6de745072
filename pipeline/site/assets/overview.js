/* Filters of the heat map. Without this script all partnerships are shown. */
(function () {
  "use strict";
  var form = document.getElementById("filters");
  if (!form) return;
  var named = document.getElementById("named");
  var kind = document.getElementById("kind");
  var read = document.getElementById("read");
  var shown = document.getElementById("shown");
  var bodies = Array.from(document.querySelectorAll("table.heat tbody"), function (body) {
    var rows = Array.from(body.rows).slice(1);
    return {
      body: body,
      rows: rows.map(function (row) {
        return { row: row, name: row.cells[0].textContent.toLowerCase(), read: row.cells.length > 2 };
      }),
    };
  });

  function filter() {
    var words = named.value.toLowerCase().split(/\s+/).filter(Boolean);
    var count = 0, all = 0;
    bodies.forEach(function (each) {
      var some = 0;
      var chosen = !kind.value || each.body.dataset.group === kind.value;
      each.rows.forEach(function (line) {
        var keep = chosen && (!read.checked || line.read) &&
          words.every(function (word) { return line.name.includes(word); });
        line.row.hidden = !keep;
        some += keep;
      });
      each.body.hidden = !some;
      count += some;
      all += each.rows.length;
    });
    shown.textContent = count + " of " + all + " partnerships shown";
  }

  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", filter);
  form.hidden = false;
  filter();
})();
