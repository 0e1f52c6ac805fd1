/** A phone whose user agent hides what it is. */
import type { Page } from "@playwright/test";

const PHONE =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36";

/** From now on the page's browser is Chrome 156 on a Pixel 9, which only its hints name. */
export async function becomePhone(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setUserAgentOverride", {
    userAgent: PHONE,
    userAgentMetadata: {
      brands: [
        { brand: "Chromium", version: "156" },
        { brand: "Google Chrome", version: "156" },
      ],
      platform: "Android",
      platformVersion: "16.0.0",
      architecture: "",
      model: "Pixel 9",
      mobile: true,
    },
  });
}
