/** The whole page: head, the screen of the moment, foot; files may be dropped anywhere. */
import { useEffect } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { place } from "../state/route.ts";
import { screen } from "../state/session.ts";
import { DropVeil } from "./drop.tsx";
import { Failed } from "./failed.tsx";
import { FindingsView } from "./findings/view.tsx";
import { Header } from "./header.tsx";
import { Privacy } from "./privacy.tsx";
import { Reading } from "./reading.tsx";
import { Start } from "./start.tsx";
import { SummaryView } from "./summary/view.tsx";

export function App() {
  const { at } = screen.value;
  const { view } = place.value;
  const words = t.value;
  useEffect(() => {
    const name = at === "report" ? words[view].title : at === "reading" ? words.reading.title : null;
    document.title = name ? `${name} – chatbot-audit` : "chatbot-audit";
    scrollTo(0, 0);
  }, [at, view, words]);
  return (
    <div class="page">
      <a class="skip" href="#content">
        {words.nav.skip}
      </a>
      <Header />
      <main id="content" tabIndex={-1} class={at === "report" ? `at-${view}` : `at-${at}`}>
        <Screen />
      </main>
      {at !== "start" && (
        <footer>
          <Privacy />
        </footer>
      )}
      <DropVeil />
    </div>
  );
}

function Screen() {
  const now = screen.value;
  switch (now.at) {
    case "start":
      return <Start />;
    case "reading":
      return <Reading progress={now.progress} since={now.since} />;
    case "failed":
      return <Failed failure={now.failure} />;
    case "report":
      return place.value.view === "summary" ? (
        <SummaryView overview={now.overview} />
      ) : (
        <FindingsView overview={now.overview} conversation={place.value.conversation} mode={place.value.mode} />
      );
  }
}
