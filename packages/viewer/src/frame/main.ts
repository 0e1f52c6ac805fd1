/** Entry of the replay frame (`<replay origin>/view`). */
import "./frame.css";
import { App } from "./app.ts";
import { receivePort } from "./handshake.ts";

const root = document.createElement("main");
root.className = "stage";
document.body.append(root);
if (window.parent === window) {
  root.classList.add("alone");
  root.textContent =
    "UserView shows visitors' pages here, within the dashboard. Open the session there.";
} else {
  new App(root, await receivePort(window));
}
