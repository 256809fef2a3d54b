// Turns on what makes forms easier: focus on errors, counters of letters, menus. Every page works without it.
import { initAll } from "./nhsuk-frontend.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
