/** Webhooks in the dashboard: made, tried out, looked at, sent again, disabled and switched on. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "../../src/journey.ts";
import { signIn } from "../../src/people.ts";
import { Receiver } from "../../src/receiver.ts";

test("an admin makes a webhook, tries it out and sees what came of it", async ({
  startServer,
  newPerson,
}) => {
  test.setTimeout(120_000);
  const receiver = await Receiver.start();
  const server = await startServer({ env: { USERVIEW_EGRESS_ALLOW: "127.0.0.1" } });
  const admin = await newPerson({ viewport: { width: 1280, height: 900 } });
  await signIn(admin, server);
  await admin.getByRole("link", { name: "Settings" }).click();
  await admin.getByRole("link", { name: "Webhooks" }).click();

  await test.step("before the first one the page teaches", async () => {
    await expect(admin.getByText("Let your own programs hear what happens")).toBeVisible();
    await expect(admin.getByText('"type": "session.ended"')).toBeVisible();
    await admin.getByRole("tab", { name: "Verify in Python" }).click();
    await expect(admin.getByText("WebhookVerificationError").first()).toBeVisible();
    expect((await new AxeBuilder({ page: admin }).analyze()).violations).toEqual([]);
  });

  await test.step("an address that nothing may be sent to is refused with a reason", async () => {
    await admin.getByRole("button", { name: "Add the first webhook" }).click();
    await admin.getByLabel("URL").fill("http://10.0.0.1/hook");
    await admin.getByRole("button", { name: "Add webhook" }).click();
    await expect(admin.getByRole("alert")).toContainText("not on the public Internet");
    expect((await new AxeBuilder({ page: admin }).analyze()).violations).toEqual([]);
  });

  const secret = await test.step("a good one shows its secret", async () => {
    await admin.getByLabel("URL").fill(receiver.url());
    await admin.getByRole("button", { name: "Add webhook" }).click();
    const shown = admin.getByText(/^whsec_[A-Za-z0-9+/=]+$/);
    await expect(shown).toBeVisible();
    return (await shown.textContent()) ?? "";
  });

  await test.step("a test is delivered, signed with it", async () => {
    await admin.getByRole("button", { name: "Send test" }).click();
    await expect(admin.getByText("The test was delivered")).toBeVisible();
    expect(receiver.types()).toEqual(["webhook.test"]);
    expect(receiver.verified(secret)).toBe(1);
  });

  await test.step("a delivery has its attempts and payload, and can be sent again", async () => {
    await admin.getByRole("button", { name: /webhook\.test/ }).click();
    await expect(admin.getByRole("heading", { name: "1 attempt" })).toBeVisible();
    await expect(admin.getByText('"type": "webhook.test"')).toBeVisible();
    receiver.status = 500;
    await admin.getByRole("button", { name: "Send again" }).click();
    await expect(admin.getByRole("heading", { name: "2 attempts" })).toBeVisible();
    await expect(admin.getByText(/^500 in/).first()).toBeVisible();
    expect((await new AxeBuilder({ page: admin }).analyze()).violations).toEqual([]);
  });

  await test.step("what is gone is disabled, with a notice, and can be switched on", async () => {
    receiver.status = 410;
    const visitor = await newPerson();
    await visitor.goto(server.ready.demo_url);
    await expect(admin.getByText(/answered 410 Gone/)).toBeVisible({ timeout: 30_000 });
    await admin.getByRole("button", { name: "Switch on" }).click();
    await expect(admin.getByText(/answered 410 Gone/)).toBeHidden();
    await expect(admin.getByText("Active")).toBeVisible();
  });
  await receiver.close();
});
