/** Starts the page. */
import { render } from "preact";
import "./sealed.ts";
import "./styles/index.css";
import { watchRequests } from "./state/requests.ts";
import { beginSample, engine, warmUp } from "./state/session.ts";
import { scriptUrl } from "./trusted.ts";
import { App } from "./ui/app.tsx";

const root = document.getElementById("app");
if (root) render(<App />, root);
engine.start();
keepForOffline();
watchRequests();
void (new URLSearchParams(location.search).has("sample") ? beginSample() : warmUp());

/** A page on a server keeps a copy of itself; one opened from disk needs none. */
function keepForOffline() {
  if (!isSecureContext || !location.protocol.startsWith("http")) return;
  // Where only the HTML file was put on the server there is no sw.js, and the page works online alone.
  navigator.serviceWorker?.register(scriptUrl("./sw.js")).catch(() => undefined);
}
