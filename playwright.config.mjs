/** How the page's tests run: the built page on a loopback port, in Debian's Chromium and Firefox. */

import { defineConfig } from "@playwright/test";

const PORT = 4183;
const address = `http://127.0.0.1:${PORT}/`;

export default defineConfig({
  testDir: "tests/page",
  outputDir: "test-results",
  reporter: "list",
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  use: { baseURL: address },
  webServer: { command: "node scripts/start.mjs", env: { PORT: `${PORT}` }, url: address, reuseExistingServer: true },
  projects: [
    {
      name: "chromium",
      use: {
        browserName: "chromium",
        launchOptions: {
          executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
          args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        },
      },
    },
    {
      name: "firefox",
      use: {
        browserName: "firefox",
        // Debian's Firefox is driven by WebDriver BiDi; Playwright's own build is not needed.
        channel: "moz-firefox",
        launchOptions: { executablePath: process.env.FIREFOX_PATH ?? "/usr/bin/firefox-esr" },
      },
    },
  ],
});
