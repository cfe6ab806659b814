import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Elements that fade in have their final colours at the end. A spinner has no end. */
async function animationsEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const running = () =>
      document.getAnimations().filter(({ effect, playState }) => {
        return playState === "running" && Number.isFinite(effect?.getComputedTiming().endTime);
      });
    // Mantine starts a transition in the second frame after it rendered.
    for (let quiet = 0; quiet < 4; quiet++) {
      await frame();
      if (running().length > 0) quiet = 0;
      await Promise.allSettled(running().map(({ finished }) => finished));
    }
  });
}

/** No rule of axe is broken, and nothing scrolls sideways. */
export async function assertAccessible(page: Page, name: string): Promise<void> {
  // Next may send the title after the page, and React puts it in again when it takes the page over.
  const hasTitle = () => expect(page, `${name} has a title`).toHaveTitle(/LightNode/);
  await hasTitle();
  await animationsEnd(page);
  await hasTitle();
  // What the mode leaves out are frames of other origins; it saves a blank page for each check.
  expect(page.frames(), `${name} has no frames`).toHaveLength(1);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary}`).join(", ")}`,
  );
  expect(found, name).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
}
