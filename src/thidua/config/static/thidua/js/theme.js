/* Runs before the page is drawn: marks that scripts work and puts the kept theme in place, so that nothing flashes. */
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var kept = localStorage.getItem("thidua-theme");
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch (refused) { /* storage switched off: the theme of the machine is used */ }
})();
