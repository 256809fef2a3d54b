// Filters places as people type. Without it the form asks the server, and the lists stand as they are.
(function () {
  "use strict";
  var field = document.getElementById("q"), answers = document.getElementById("answers");
  if (!field || !answers) { return; }
  var root = document.currentScript ? document.currentScript.getAttribute("src").replace("assets/find.js", "") : "";
  var places = [].map.call(document.querySelectorAll(".aw-places li"), function (item) {
    return { name: item.querySelector("b").textContent, item: item };
  });
  var known = window.aimwellTowns || { systems: [], towns: [] };
  known.towns.forEach(function (town) {
    var system = known.systems[town[1]];
    places.push({ name: town[0], path: root + system[0], system: system[1] });
  });
  function plain(text) {
    return text.toLowerCase().replace(/&/g, " and ").replace(/[^a-z0-9]+/g, " ").trim();
  }
  function made(place) {
    if (place.item) { return place.item.cloneNode(true); }
    var item = document.createElement("li"), name = document.createElement("b"), link = document.createElement("a");
    name.textContent = place.name;
    link.href = place.path;
    link.textContent = place.system;
    item.append(name, ": ", link);
    return item;
  }
  function show() {
    var wanted = plain(field.value), seen = {};
    answers.replaceChildren();
    if (wanted.length < 2) { return; }
    var found = places.filter(function (place) {
      var name = " " + plain(place.name), key = place.name + (place.path || "");
      if (name.indexOf(" " + wanted) < 0 || seen[key]) { return false; }
      return (seen[key] = true);
    }).sort(function (one, other) {
      return plain(one.name).indexOf(wanted) - plain(other.name).indexOf(wanted) || one.name.length - other.name.length;
    });
    var words = document.createElement("p");
    words.textContent = found.length === 1 ? "1 place" : found.length ? found.length + " places" : "Nothing is called that here. Try your council, or the lists below.";
    answers.append(words);
    if (!found.length) { return; }
    var list = document.createElement("ul");
    list.className = "aw-places";
    found.slice(0, 12).forEach(function (place) { list.append(made(place)); });
    answers.append(list);
  }
  var asked = new URLSearchParams(location.search).get("q");
  if (asked && !field.value) { field.value = asked; }
  field.addEventListener("input", show);
  if (field.value) { show(); }
})();
